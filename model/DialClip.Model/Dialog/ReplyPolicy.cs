using DialClip.Model.Artifacts;
using DialClip.Model.Indexing;

namespace DialClip.Model.Dialog;

/// <summary>Decides between a picture, a text and silence.</summary>
public static class ReplyPolicy
{
    /// <summary>
    /// Decides what to answer. Only what reaches its kind's score and was not sent recently can be sent. A text comes first when the head wants one more than a picture
    /// and the best text beats the best picture by the margin; otherwise pictures come first. The other kind steps in when the first has nothing.
    /// </summary>
    /// <param name="result">What retrieval found.</param>
    /// <param name="thresholds">The scores and probabilities from which on the bot answers or stays silent; at a threshold it does.</param>
    /// <param name="recentReplyIds">The ids of items that are not to be repeated yet.</param>
    public static ReplyDecision Decide(RetrievalResult result, PolicyThresholds thresholds, IReadOnlySet<string> recentReplyIds)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(thresholds);
        ArgumentNullException.ThrowIfNull(recentReplyIds);
        if (result.Intent.Silence >= (float)thresholds.SilenceProbability)
            return Silence(ReplyReasons.SilenceIntent);
        if (result.Pictures.Count == 0 && result.Texts.Count == 0)
            return Silence(ReplyReasons.NoCandidates);
        List<ScoredCandidate> fitting = [.. Reaching(result.Pictures, thresholds.MinScorePicture), .. Reaching(result.Texts, thresholds.MinScoreText)];
        if (fitting.Count == 0)
            return Silence(ReplyReasons.BelowMinScore);
        var sendable = fitting.Where(candidate => !recentReplyIds.Contains(candidate.Item.Id)).ToLookup(candidate => candidate.Item.Modality);
        if (sendable.Count == 0)
            return Silence(ReplyReasons.RecentlySent);

        var wantsText = result.Intent.Text > result.Intent.Picture;
        var (pictures, texts) = (sendable[Modality.Picture], sendable[Modality.Text]);
        var ranked = wantsText && Beats(texts, pictures, thresholds.TextMargin) ? texts.Concat(pictures).ToList() : [.. pictures, .. texts];
        return ranked[0].Item.Modality == Modality.Text
            ? new(ReplyKind.Text, ranked[0], ranked, wantsText ? ReplyReasons.TextBest : ReplyReasons.TextInsteadOfPicture)
            : new(ReplyKind.Picture, ranked[0], ranked, wantsText ? ReplyReasons.PictureInsteadOfText : ReplyReasons.PictureBest);
    }

    private static IEnumerable<ScoredCandidate> Reaching(IEnumerable<ScoredCandidate> candidates, double minScore) =>
        candidates.Where(candidate => candidate.Score >= (float)minScore);

    private static bool Beats(IEnumerable<ScoredCandidate> texts, IEnumerable<ScoredCandidate> pictures, double margin) =>
        texts.FirstOrDefault() is { } text && (pictures.FirstOrDefault() is not { } picture || text.Score - picture.Score >= (float)margin);

    private static ReplyDecision Silence(string reason) => new(ReplyKind.Silence, null, [], reason);
}
