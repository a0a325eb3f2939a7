using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;

namespace DialClip.Model.Tests.Dialog;

public class ReplyPolicyTests
{
    private static readonly PolicyThresholds Thresholds = new() { MinScorePicture = 0.25, MinScoreText = 0.7 };
    private static readonly HashSet<string> None = [];

    [Theory]
    [InlineData(0.2499f, ReplyKind.Silence, ReplyReasons.BelowMinScore)]
    [InlineData(0.25f, ReplyKind.Picture, ReplyReasons.PictureBest)]
    public void Decide_PictureScoreAtThreshold_Replies(float score, ReplyKind kind, string reason)
    {
        var decision = ReplyPolicy.Decide(Result(new(0.8f, 0.1f, 0.1f), Pictures(score), []), Thresholds, None);

        Assert.Equal((kind, reason), (decision.Kind, decision.Reason));
        Assert.Equal(kind == ReplyKind.Picture ? "p0" : null, decision.Candidate?.Item.Id);
    }

    [Theory]
    [InlineData(0.6999f, ReplyKind.Silence, ReplyReasons.BelowMinScore)]
    [InlineData(0.7f, ReplyKind.Text, ReplyReasons.TextBest)]
    public void Decide_TextScoreAtThreshold_Replies(float score, ReplyKind kind, string reason)
    {
        var decision = ReplyPolicy.Decide(Result(new(0.1f, 0.8f, 0.1f), [], Texts(score)), Thresholds, None);

        Assert.Equal((kind, reason), (decision.Kind, decision.Reason));
    }

    [Theory]
    [InlineData(1.4999, ReplyReasons.UnfamiliarText)]
    [InlineData(1.5, ReplyReasons.PictureBest)]
    [InlineData(null, ReplyReasons.PictureBest)]
    public void Decide_BytesPerTokenAtThreshold_Replies(double? bytesPerToken, string reason)
    {
        var result = Result(new(0.8f, 0.1f, 0.1f), Pictures(0.9f), []) with { BytesPerToken = bytesPerToken };

        Assert.Equal(reason, ReplyPolicy.Decide(result, Thresholds with { MinBytesPerToken = 1.5 }, None).Reason);
        Assert.Equal(ReplyReasons.PictureBest, ReplyPolicy.Decide(result, Thresholds, None).Reason);
    }

    [Theory]
    [InlineData(0.1f, 0.2999f, 0.6f, ReplyKind.Text, ReplyReasons.TextBest)]
    [InlineData(0.2f, 0.1f, 0.7f, ReplyKind.Silence, ReplyReasons.SilenceIntent)]
    [InlineData(0.5f, 0.5f, 0f, ReplyKind.Picture, ReplyReasons.PictureBest)]
    [InlineData(0.49f, 0.5f, 0.01f, ReplyKind.Text, ReplyReasons.TextBest)]
    public void Decide_Intent_ChoosesKind(float picture, float text, float silence, ReplyKind kind, string reason)
    {
        var decision = ReplyPolicy.Decide(
            Result(new(picture, text, silence), Pictures(0.9f), Texts(0.9f)),
            Thresholds with
            {
                SilenceProbability = 0.7,
            },
            None
        );

        Assert.Equal((kind, reason), (decision.Kind, decision.Reason));
    }

    [Theory]
    [InlineData(0.75f, ReplyKind.Text, ReplyReasons.TextBest)]
    [InlineData(0.7499f, ReplyKind.Picture, ReplyReasons.PictureInsteadOfText)]
    public void Decide_TextScoreAtMargin_IsSentInsteadOfPicture(float score, ReplyKind kind, string reason)
    {
        var decision = ReplyPolicy.Decide(
            Result(new(0.4f, 0.6f, 0), Pictures(0.5f), Texts(score)),
            Thresholds with
            {
                TextMargin = 0.25,
            },
            None
        );

        Assert.Equal((kind, reason), (decision.Kind, decision.Reason));
        Assert.Equal(2, decision.Ranked.Count);
        Assert.Same(decision.Candidate, decision.Ranked[0]);
    }

    [Theory]
    [InlineData(0.1f, 0.9f, ReplyKind.Picture, "named")]
    [InlineData(0.7f, 0.9f, ReplyKind.Silence, null)]
    [InlineData(0.1f, 0.1f, ReplyKind.Silence, null)]
    public void Decide_NamedPicture_OnlyTakesThePlaceOfAnAnswer(
        float silence,
        float best,
        ReplyKind kind,
        string? expected
    )
    {
        var result = Result(new(1 - silence, 0, silence), Pictures(best), []) with { Named = [Named(0.01f)] };

        var decision = ReplyPolicy.Decide(result, Thresholds with { SilenceProbability = 0.7 }, None);

        Assert.Equal((kind, expected), (decision.Kind, decision.Candidate?.Item.Id));
        Assert.Equal(expected is null ? [] : ["named", "p0"], decision.Ranked.Select(ranked => ranked.Item.Id));
    }

    [Fact]
    public void Decide_NamedPictureJustSent_LeavesTheAnswerAsItIs()
    {
        var result = Result(new(1, 0, 0), Pictures(0.9f), []) with { Named = [Named(0.01f)] };

        var decision = ReplyPolicy.Decide(result, Thresholds, new HashSet<string> { "named" });

        Assert.Equal(("p0", ReplyReasons.PictureBest), (decision.Candidate?.Item.Id, decision.Reason));
    }

    [Fact]
    public void Decide_SeveralPicturesOfTheExactName_SendsTheBestThatWasNotSent()
    {
        var (first, second) = (Named(0.5f), Named(0.4f, "other"));
        var result = Result(new(0, 0, 1), Pictures(0.9f), []) with { Named = [first, second], ExactMatch = first };

        var fresh = ReplyPolicy.Decide(result, Thresholds, None);
        var next = ReplyPolicy.Decide(result, Thresholds, new HashSet<string> { "named" });
        var none = ReplyPolicy.Decide(result, Thresholds, new HashSet<string> { "named", "other" });

        Assert.Equal(("named", ReplyReasons.ExactMatch), (fresh.Candidate?.Item.Id, fresh.Reason));
        Assert.Equal("other", next.Candidate?.Item.Id);
        Assert.Equal(ReplyReasons.RecentlySent, none.Reason);
        Assert.Equal(["named", "other", "p0"], result.GetPicturesNamedFirst().Select(picture => picture.Item.Id));
    }

    [Fact]
    public void Decide_PreferredKindFitsTooLittle_OtherKindStepsIn()
    {
        var text = ReplyPolicy.Decide(Result(new(0.6f, 0.3f, 0.1f), Pictures(0.1f), Texts(0.8f)), Thresholds, None);
        var picture = ReplyPolicy.Decide(Result(new(0.3f, 0.6f, 0.1f), Pictures(0.3f), Texts(0.1f)), Thresholds, None);

        Assert.Equal((ReplyKind.Text, ReplyReasons.TextInsteadOfPicture), (text.Kind, text.Reason));
        Assert.Equal((ReplyKind.Picture, ReplyReasons.PictureInsteadOfText), (picture.Kind, picture.Reason));
    }

    [Fact]
    public void Decide_BestWasSentRecently_NextOneIsSent()
    {
        var decision = ReplyPolicy.Decide(
            Result(new(1, 0, 0), Pictures(0.9f, 0.8f, 0.1f), []),
            Thresholds,
            new HashSet<string> { "p0" }
        );

        Assert.Equal("p1", decision.Candidate?.Item.Id);
        Assert.Equal(["p1"], decision.Ranked.Select(candidate => candidate.Item.Id));
    }

    [Fact]
    public void Decide_AllThatFitWereSentRecently_SaysSo()
    {
        var decision = ReplyPolicy.Decide(
            Result(new(1, 0, 0), Pictures(0.9f, 0.1f), []),
            Thresholds,
            new HashSet<string> { "p0" }
        );

        Assert.Equal((ReplyKind.Silence, ReplyReasons.RecentlySent), (decision.Kind, decision.Reason));
        Assert.Null(decision.Candidate);
    }

    [Fact]
    public void Decide_NothingFound_SaysSo()
    {
        var decision = ReplyPolicy.Decide(Result(new(0.5f, 0.5f, 0), [], []), Thresholds, None);

        Assert.Equal((ReplyKind.Silence, ReplyReasons.NoCandidates), (decision.Kind, decision.Reason));
    }

    [Fact]
    public void Decide_TagsAdmitNothing_SaysSo()
    {
        var decision = ReplyPolicy.Decide(
            Result(new(0.5f, 0.5f, 0), [], []) with
            {
                NothingAdmitted = true,
            },
            Thresholds,
            None
        );

        Assert.Equal((ReplyKind.Silence, ReplyReasons.FilteredByTags), (decision.Kind, decision.Reason));
    }

    [Theory]
    [InlineData(0.5f, 0.5f, ReplyKind.Text)]
    [InlineData(0.5f, 0.4f, ReplyKind.Text)]
    [InlineData(0.4f, 0.5f, ReplyKind.Picture)]
    public void Decide_BothConfidencesKnown_KindsAreComparedByThem(float text, float picture, ReplyKind kind)
    {
        // By cosine the picture would win.
        var result = Result(new(0.4f, 0.6f, 0), Sure(Pictures(0.95f), picture), Sure(Texts(0.75f), text));

        Assert.Equal(kind, ReplyPolicy.Decide(result, Thresholds, None).Kind);
    }

    [Theory]
    [InlineData(0.3125f, ReplyKind.Text)]
    [InlineData(0.3126f, ReplyKind.Picture)]
    public void Decide_TextMarginWithConfidences_IsAMarginOfConfidence(float margin, ReplyKind kind)
    {
        var result = Result(new(0.4f, 0.6f, 0), Sure(Pictures(0.5f), 0.25f), Sure(Texts(0.75f), 0.5625f));

        Assert.Equal(kind, ReplyPolicy.Decide(result, Thresholds with { TextMargin = margin }, None).Kind);
    }

    [Fact]
    public void Decide_OneConfidenceUnknown_KindsAreComparedByCosine()
    {
        var result = Result(new(0.4f, 0.6f, 0), Pictures(0.5f), Sure(Texts(0.75f), 0.01f));

        Assert.Equal(ReplyKind.Text, ReplyPolicy.Decide(result, Thresholds, None).Kind);
    }

    [Theory]
    [InlineData(0.25f, ReplyKind.Picture, ReplyReasons.PictureBest)]
    [InlineData(0.2499f, ReplyKind.Silence, ReplyReasons.BelowMinConfidence)]
    [InlineData(null, ReplyKind.Picture, ReplyReasons.PictureBest)]
    public void Decide_ConfidenceAtThreshold_Replies(float? confidence, ReplyKind kind, string reason)
    {
        var decision = ReplyPolicy.Decide(
            Result(new(1, 0, 0), Sure(Pictures(0.9f), confidence), []),
            Thresholds with
            {
                MinConfidence = 0.25,
            },
            None
        );

        Assert.Equal((kind, reason), (decision.Kind, decision.Reason));
    }

    [Fact]
    public void Decide_PictureTooUnlikely_TextStepsIn()
    {
        var result = Result(new(1, 0, 0), Sure(Pictures(0.9f), 0.1f), Sure(Texts(0.8f), 0.4f));

        var decision = ReplyPolicy.Decide(result, Thresholds with { MinConfidence = 0.25 }, None);

        Assert.Equal((ReplyKind.Text, ReplyReasons.TextInsteadOfPicture), (decision.Kind, decision.Reason));
    }

    [Theory]
    [InlineData(0.75f, ReplyKind.Picture, ReplyReasons.PictureBest)]
    [InlineData(0.7501f, ReplyKind.Silence, ReplyReasons.Ambiguous)]
    public void Decide_NextAtMargin_IsBeatenClearlyEnough(float next, ReplyKind kind, string reason)
    {
        var decision = ReplyPolicy.Decide(
            Result(new(1, 0, 0), Pictures(1f, next), Texts(0.9f)),
            Thresholds with
            {
                MinMargin = 0.25,
            },
            None
        );

        Assert.Equal((kind, reason), (decision.Kind, decision.Reason));
    }

    [Fact]
    public void Decide_MarginAfterARepeat_IsThatOfWhatWouldBeSent()
    {
        var thresholds = Thresholds with { MinMargin = 0.25 };
        var recent = new HashSet<string> { "p0" };

        var clear = ReplyPolicy.Decide(Result(new(1, 0, 0), Pictures(0.95f, 0.9f, 0.5f), []), thresholds, recent);
        var unclear = ReplyPolicy.Decide(Result(new(1, 0, 0), Pictures(0.95f, 0.5f, 0.4f), []), thresholds, recent);
        var alone = ReplyPolicy.Decide(Result(new(1, 0, 0), Pictures(0.95f, 0.9f), []), thresholds, recent);

        Assert.Equal(
            ("p1", ReplyReasons.Ambiguous, "p1"),
            (clear.Candidate?.Item.Id, unclear.Reason, alone.Candidate?.Item.Id)
        );
    }

    private static ScoredCandidate[] Sure(ScoredCandidate[] candidates, float? confidence) =>
        [.. candidates.Select(candidate => candidate with { Confidence = confidence })];

    private static RetrievalResult Result(
        IntentProbabilities intent,
        IReadOnlyList<ScoredCandidate> pictures,
        IReadOnlyList<ScoredCandidate> texts
    ) => new(pictures, texts, intent, "head", "h", "c");

    private static ScoredCandidate[] Pictures(params float[] scores) =>
        [
            .. scores.Select(
                (score, i) => new ScoredCandidate(new($"p{i}", Modality.Picture, null, "", [], ["p.png"]), score)
            ),
        ];

    private static ScoredCandidate[] Texts(params float[] scores) =>
        [.. scores.Select((score, i) => new ScoredCandidate(new($"text:{i}", Modality.Text, "t", "t", [], []), score))];

    private static ScoredCandidate Named(float score, string id = "named") =>
        new(new(id, Modality.Picture, null, id, [], ["media/x.png"]), score);
}
