using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model.Indexing;

namespace DialClip.Model.Dialog;

/// <summary>The policy that decides between a picture, a text and silence.</summary>
public static class ReplyPolicy
{
    /// <summary>
    /// Decides what to answer. Only candidates that reach the score of their kind and the confidence and were not sent
    /// recently can be sent. A text comes first when the head prefers a text to a picture and the best text leads the
    /// best picture by the margin; otherwise pictures come first. The other kind steps in when the first has no
    /// candidate. A candidate that does not lead the next of its kind by the minimum margin is not sent. Where all that
    /// leads to an answer, a picture that the message names takes its place. An exact match comes before all of that; a
    /// text unlike the backbone's training is met with silence.
    /// </summary>
    /// <param name="result">The result of retrieval.</param>
    /// <param name="thresholds">
    /// The scores and probabilities from which on the bot answers or stays silent, both inclusive.
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
        if (result.ExactMatch is { } exact)
        {
            List<ScoredCandidate> exactOnes = [exact, .. result.Named.Where(named => named.Item.Id != exact.Item.Id)];
            exactOnes.RemoveAll(candidate => recentReplyIds.Contains(candidate.Item.Id));
            return exactOnes.Count == 0
                ? CreateSilence(ReplyReasons.RecentlySent)
                : new(
                    exact.Item.Modality == Modality.Text ? ReplyKind.Text : ReplyKind.Picture,
                    exactOnes[0],
                    exactOnes,
                    ReplyReasons.ExactMatch
                );
        }
        var decision = DecideByScore(result, thresholds, recentReplyIds);
        return
            decision.Kind != ReplyKind.Silence
            && result.Named.FirstOrDefault(candidate => !recentReplyIds.Contains(candidate.Item.Id)) is { } named
            ? new(
                ReplyKind.Picture,
                named,
                [named, .. decision.Ranked.Where(candidate => candidate.Item.Id != named.Item.Id)],
                ReplyReasons.ExactMatch
            )
            : decision;
    }

    private static ReplyDecision DecideByScore(
        RetrievalResult result,
        PolicyThresholds thresholds,
        IReadOnlySet<string> recentReplyIds
    )
    {
        if (result.BytesPerToken < thresholds.MinBytesPerToken)
            return CreateSilence(ReplyReasons.UnfamiliarText);
        if (result.Intent.Silence >= (float)thresholds.SilenceProbability)
            return CreateSilence(ReplyReasons.SilenceIntent);
        if (result.Pictures.Count == 0 && result.Texts.Count == 0)
            return CreateSilence(result.NothingAdmitted ? ReplyReasons.FilteredByTags : ReplyReasons.NoCandidates);
        var ranked = new List<ScoredCandidate>(result.Pictures.Count + result.Texts.Count);
        ranked.AddRange(FilterByScore(result.Pictures, thresholds.MinScorePicture));
        ranked.AddRange(FilterByScore(result.Texts, thresholds.MinScoreText));
        if (ranked.Count == 0)
            return CreateSilence(ReplyReasons.BelowMinScore);
        ranked.RemoveAll(candidate => candidate.Confidence < (float)thresholds.MinConfidence);
        if (ranked.Count == 0)
            return CreateSilence(ReplyReasons.BelowMinConfidence);
        ranked.RemoveAll(candidate => recentReplyIds.Contains(candidate.Item.Id));
        if (ranked.Count == 0)
            return CreateSilence(ReplyReasons.RecentlySent);

        var wantsText = result.Intent.Text > result.Intent.Picture;
        var firstText = ranked.FindIndex(candidate => candidate.Item.Modality == Modality.Text);
        if (wantsText && firstText > 0 && GetLead(ranked[firstText], ranked[0]) >= (float)thresholds.TextMargin)
            ranked = [.. ranked[firstText..], .. ranked[..firstText]];
        var isText = ranked[0].Item.Modality == Modality.Text;
        if (!IsClear(ranked[0], isText ? result.Texts : result.Pictures, thresholds.MinMargin))
            return CreateSilence(ReplyReasons.Ambiguous);
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

    private static IEnumerable<ScoredCandidate> FilterByScore(
        IEnumerable<ScoredCandidate> candidates,
        double minScore
    ) => candidates.Where(candidate => candidate.Score >= (float)minScore);

    // Cosines of different experts do not compare; confidences do.
    private static float GetLead(ScoredCandidate text, ScoredCandidate picture) =>
        text.Confidence is { } textConfidence && picture.Confidence is { } pictureConfidence
            ? textConfidence - pictureConfidence
            : text.Score - picture.Score;

    // What was found next counts even where it could not be sent: it tells how sure the search was.
    private static bool IsClear(ScoredCandidate best, IEnumerable<ScoredCandidate> sameKind, double margin) =>
        sameKind.SkipWhile(candidate => candidate.Item.Id != best.Item.Id).Skip(1).FirstOrDefault() is not { } next
        || best.Score - next.Score >= (float)margin;

    private static ReplyDecision CreateSilence(string reason) => new(ReplyKind.Silence, null, [], reason);
}
