using DialClip.Model.Artifacts;
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
    [InlineData(0.1f, 0.2999f, 0.6f, ReplyKind.Text, ReplyReasons.TextBest)]
    [InlineData(0.2f, 0.1f, 0.7f, ReplyKind.Silence, ReplyReasons.SilenceIntent)]
    [InlineData(0.5f, 0.5f, 0f, ReplyKind.Picture, ReplyReasons.PictureBest)]
    [InlineData(0.49f, 0.5f, 0.01f, ReplyKind.Text, ReplyReasons.TextBest)]
    public void Decide_Intent_ChoosesKind(float picture, float text, float silence, ReplyKind kind, string reason)
    {
        var decision = ReplyPolicy.Decide(Result(new(picture, text, silence), Pictures(0.9f), Texts(0.9f)), Thresholds with { SilenceProbability = 0.7 }, None);

        Assert.Equal((kind, reason), (decision.Kind, decision.Reason));
    }

    [Theory]
    [InlineData(0.75f, ReplyKind.Text, ReplyReasons.TextBest)]
    [InlineData(0.7499f, ReplyKind.Picture, ReplyReasons.PictureInsteadOfText)]
    public void Decide_TextScoreAtMargin_IsSentInsteadOfPicture(float score, ReplyKind kind, string reason)
    {
        var decision = ReplyPolicy.Decide(Result(new(0.4f, 0.6f, 0), Pictures(0.5f), Texts(score)), Thresholds with { TextMargin = 0.25 }, None);

        Assert.Equal((kind, reason), (decision.Kind, decision.Reason));
        Assert.Equal(2, decision.Ranked.Count);
        Assert.Same(decision.Candidate, decision.Ranked[0]);
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
        var decision = ReplyPolicy.Decide(Result(new(1, 0, 0), Pictures(0.9f, 0.8f, 0.1f), []), Thresholds, new HashSet<string> { "p0" });

        Assert.Equal("p1", decision.Candidate?.Item.Id);
        Assert.Equal(["p1"], decision.Ranked.Select(candidate => candidate.Item.Id));
    }

    [Fact]
    public void Decide_AllThatFitWereSentRecently_SaysSo()
    {
        var decision = ReplyPolicy.Decide(Result(new(1, 0, 0), Pictures(0.9f, 0.1f), []), Thresholds, new HashSet<string> { "p0" });

        Assert.Equal((ReplyKind.Silence, ReplyReasons.RecentlySent), (decision.Kind, decision.Reason));
        Assert.Null(decision.Candidate);
    }

    [Fact]
    public void Decide_NothingFound_SaysSo()
    {
        var decision = ReplyPolicy.Decide(Result(new(0.5f, 0.5f, 0), [], []), Thresholds, None);

        Assert.Equal((ReplyKind.Silence, ReplyReasons.NoCandidates), (decision.Kind, decision.Reason));
    }

    private static RetrievalResult Result(IntentProbabilities intent, IReadOnlyList<ScoredCandidate> pictures, IReadOnlyList<ScoredCandidate> texts) =>
        new(pictures, texts, intent, "head", "h", "c");

    private static ScoredCandidate[] Pictures(params float[] scores) =>
        [.. scores.Select((score, i) => new ScoredCandidate(new($"p{i}", Modality.Picture, null, "", [], ["p.png"]), score))];

    private static ScoredCandidate[] Texts(params float[] scores) =>
        [.. scores.Select((score, i) => new ScoredCandidate(new($"text:{i}", Modality.Text, "t", "t", [], []), score))];
}
