using DialClip.Encoders;
using DialClip.Model.Indexing;
using DialClip.Shared.IO;

namespace DialClip.Model.Loading;

/// <summary>One backbone with its heads and catalogs, all opened and checked against each other.</summary>
public sealed class LoadedModel : IDisposable
{
    private readonly IReadOnlyList<KeyValuePair<string, Catalog>> catalogs;
    private readonly IReadOnlyDictionary<(string Head, string Catalog), LoadedHead> pairs;
    private readonly (string Head, string Catalog) first;

    /// <summary>Creates the model from its opened parts.</summary>
    /// <param name="identity">The identity of the model.</param>
    /// <param name="backbone">The towers.</param>
    /// <param name="catalogs">The catalogs by their references, the default one first.</param>
    /// <param name="heads">The references of the heads, the default one first.</param>
    /// <param name="pairs">Every head over every catalog.</param>
    internal LoadedModel(
        string identity,
        Backbone backbone,
        IReadOnlyList<KeyValuePair<string, Catalog>> catalogs,
        IReadOnlyList<string> heads,
        IReadOnlyDictionary<(string Head, string Catalog), LoadedHead> pairs
    )
    {
        (Identity, Backbone, this.catalogs, this.pairs) = (identity, backbone, catalogs, pairs);
        first = (heads[0], catalogs[0].Key);
        // A dictionary from which nothing is removed enumerates in the order of insertion.
        Catalogs = catalogs.ToDictionary(StringComparer.Ordinal);
        Heads = heads.ToDictionary(head => head, head => pairs[(head, first.Catalog)], StringComparer.Ordinal);
    }

    /// <summary>Gets the towers, which all heads share.</summary>
    public Backbone Backbone { get; }

    /// <summary>
    /// Gets the catalogs by their references in the settings, such as 'catalogs/stickers', the default one first.
    /// </summary>
    public IReadOnlyDictionary<string, Catalog> Catalogs { get; }

    /// <summary>Gets the default catalog.</summary>
    public Catalog Catalog => catalogs[0].Value;

    /// <summary>
    /// Gets the heads over the default catalog by their references in the settings, such as 'models/stickers'.
    /// </summary>
    public IReadOnlyDictionary<string, LoadedHead> Heads { get; }

    /// <summary>Gets the head that is named first in the settings, over the default catalog.</summary>
    public LoadedHead Default => pairs[first];

    /// <summary>Gets the identity of the model: the paths of the artifacts that it was opened from.</summary>
    internal string Identity { get; }

    /// <summary>Gets a head over a catalog, or null when either is not loaded.</summary>
    /// <param name="head">The head's reference in the settings; null for the default one.</param>
    /// <param name="catalog">The catalog's reference in the settings; null for the default one.</param>
    public LoadedHead? Find(string? head, string? catalog) =>
        pairs.GetValueOrDefault((head ?? first.Head, catalog ?? first.Catalog));

    /// <summary>Gets the catalog of a digest, or null when it is not loaded.</summary>
    /// <param name="digestPrefix">
    /// The digest, or 12 or more of its first digits, as addresses of media hold them.
    /// </param>
    public Catalog? FindCatalog(string digestPrefix)
    {
        ArgumentNullException.ThrowIfNull(digestPrefix);
        return digestPrefix.Length < Digest.ShortLength
            ? null
            : Catalogs.Values.FirstOrDefault(catalog =>
                catalog.Digest.StartsWith(digestPrefix, StringComparison.Ordinal)
            );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var head in Heads.Values)
            head.Head.Dispose();
        Backbone.Dispose();
    }
}
