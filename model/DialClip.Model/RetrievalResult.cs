using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model.Indexing;

namespace DialClip.Model;

/// <summary>The result of retrieval.</summary>
/// <param name="Pictures">The best pictures, best first.</param>
/// <param name="Texts">The best texts, best first.</param>
/// <param name="Intent">The probabilities of the next turn's kind.</param>
/// <param name="HeadName">The name of the head that was asked.</param>
/// <param name="HeadDigest">The digest of that head.</param>
/// <param name="CatalogDigest">The digest of the catalog that was searched.</param>
/// <param name="NothingAdmitted">Whether the catalog holds items, but none that may be sent.</param>
public sealed record RetrievalResult(
    IReadOnlyList<ScoredCandidate> Pictures,
    IReadOnlyList<ScoredCandidate> Texts,
    IntentProbabilities Intent,
    string HeadName,
    string HeadDigest,
    string CatalogDigest,
    bool NothingAdmitted = false
)
{
    /// <summary>Gets the version of the head.</summary>
    public string HeadVersion { get; init; } = "";

    /// <summary>Gets the name of the catalog.</summary>
    public string CatalogName { get; init; } = "";

    /// <summary>Gets the version of the catalog.</summary>
    public string CatalogVersion { get; init; } = "";

    /// <summary>
    /// Gets the item that the message names exactly, as an emoji does; null for none. No model was asked then.
    /// </summary>
    public ScoredCandidate? ExactMatch { get; init; }

    /// <summary>
    /// Gets the bytes per token of a text input: how much of it the vocabulary knows; null for a picture.
    /// </summary>
    public double? BytesPerToken { get; init; }

    /// <summary>Gets the head's thresholds, for <see cref="Dialog.ReplyPolicy.Decide"/>.</summary>
    public PolicyThresholds Thresholds { get; init; } = new();
}
