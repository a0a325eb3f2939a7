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
    /// Gets the item that the message can only mean: the message is its emoji, or its name or caption of several words;
    /// null for none. For an emoji no model was asked.
    /// </summary>
    public ScoredCandidate? ExactMatch { get; init; }

    /// <summary>
    /// Gets the pictures whose name or caption the message is, best first; they come before the others, but only an
    /// exact match speaks where the policy would be silent.
    /// </summary>
    public IReadOnlyList<ScoredCandidate> Named { get; init; } = [];

    /// <summary>Gets the pictures that the message names, then the others, best first.</summary>
    public IReadOnlyList<ScoredCandidate> GetPicturesNamedFirst() =>
        Named.Count == 0
            ? Pictures
            : [.. Named, .. Pictures.Where(picture => Named.All(named => named.Item.Id != picture.Item.Id))];

    /// <summary>
    /// Gets the bytes per token of a text input: how much of it the vocabulary knows; null for a picture.
    /// </summary>
    public double? BytesPerToken { get; init; }

    /// <summary>Gets the head's thresholds, for <see cref="Dialog.ReplyPolicy.Decide"/>.</summary>
    public PolicyThresholds Thresholds { get; init; } = new();
}
