using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model.Indexing;

namespace DialClip.Model.Dialog;

/// <summary>The policy that decides between a picture, a text and silence.</summary>
public static class ReplyPolicy
{
    /// <summary>
    /// Decides what to answer. Only what reaches its kind's score and the confidence and was not sent recently can be
    /// sent. A text comes first when the head wants one more than a
    /// picture and the best text beats the best picture by the margin; otherwise pictures come first. The other kind
    /// steps in when the first has nothing. What does not beat the next
    /// of its kind clearly enough is not sent.
    /// </summary>
    /// <param name="result">The result of retrieval.</param>
    /// <param name="thresholds">
    /// The scores and probabilities from which on the bot answers or stays silent; at a threshold it does.
    /// </param>
    /// <param name="recentReplyIds">The ids of recently sent items, which are not repeated.</param>
    public static ReplyDecision Decide(
        RetrievalResult result,
        PolicyThresholds thresholds,
        IReadOnlySet<string> recentReplyIds
    )
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(thresholds);
        ArgumentNullException.ThrowIfNull(recentReplyIds);
        if (result.Intent.Silence >= (float)thresholds.SilenceProbability)
            return Silence(ReplyReasons.SilenceIntent);
        if (result.Pictures.Count == 0 && result.Texts.Count == 0)
            return Silence(result.NothingAdmitted ? ReplyReasons.FilteredByTags : ReplyReasons.NoCandidates);
        List<ScoredCandidate> fitting =
        [
            .. Reaching(result.Pictures, thresholds.MinScorePicture),
            .. Reaching(result.Texts, thresholds.MinScoreText),
        ];
        if (fitting.Count == 0)
            return Silence(ReplyReasons.BelowMinScore);
        var likely = fitting
            .Where(candidate => candidate.Confidence is not { } known || known >= (float)thresholds.MinConfidence)
            .ToList();
        if (likely.Count == 0)
            return Silence(ReplyReasons.BelowMinConfidence);
        var sendable = likely
            .Where(candidate => !recentReplyIds.Contains(candidate.Item.Id))
            .ToLookup(candidate => candidate.Item.Modality);
        if (sendable.Count == 0)
            return Silence(ReplyReasons.RecentlySent);

        var wantsText = result.Intent.Text > result.Intent.Picture;
        var (pictures, texts) = (sendable[Modality.Picture], sendable[Modality.Text]);
        var ranked =
            wantsText && Beats(texts, pictures, thresholds.TextMargin)
                ? texts.Concat(pictures).ToList()
                : [.. pictures, .. texts];
        var isText = ranked[0].Item.Modality == Modality.Text;
        if (!IsClear(ranked[0], isText ? result.Texts : result.Pictures, thresholds.MinMargin))
            return Silence(ReplyReasons.Ambiguous);
        return isText
            ? new(
                ReplyKind.Text,
                ranked[0],
                ranked,
                wantsText ? ReplyReasons.TextBest : ReplyReasons.TextInsteadOfPicture
            )
            : new(
                ReplyKind.Picture,
                ranked[0],
                ranked,
                wantsText ? ReplyReasons.PictureInsteadOfText : ReplyReasons.PictureBest
            );
    }

    private static IEnumerable<ScoredCandidate> Reaching(IEnumerable<ScoredCandidate> candidates, double minScore) =>
        candidates.Where(candidate => candidate.Score >= (float)minScore);

    private static bool Beats(
        IEnumerable<ScoredCandidate> texts,
        IEnumerable<ScoredCandidate> pictures,
        double margin
    ) =>
        texts.FirstOrDefault() is { } text
        && (pictures.FirstOrDefault() is not { } picture || Lead(text, picture) >= (float)margin);

    // Cosines of different experts do not compare; confidences do.
    private static float Lead(ScoredCandidate text, ScoredCandidate picture) =>
        text.Confidence is { } ofText && picture.Confidence is { } ofPicture
            ? ofText - ofPicture
            : text.Score - picture.Score;

    // What was found next counts even where it could not be sent: it tells how sure the search was.
    private static bool IsClear(ScoredCandidate best, IEnumerable<ScoredCandidate> ofItsKind, double margin) =>
        ofItsKind.SkipWhile(candidate => candidate.Item.Id != best.Item.Id).Skip(1).FirstOrDefault() is not { } next
        || best.Score - next.Score >= (float)margin;

    private static ReplyDecision Silence(string reason) => new(ReplyKind.Silence, null, [], reason);
}
