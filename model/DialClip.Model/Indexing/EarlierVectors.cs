using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders;

namespace DialClip.Model.Indexing;

/// <summary>
/// The vectors of an index that was built before, by what was encoded: items of another catalog, or of another version
/// of it, that have the same content are not encoded again.
/// </summary>
public sealed class EarlierVectors
{
    private readonly Dictionary<string, ReadOnlyMemory<float>> byContent;

    private EarlierVectors(Dictionary<string, ReadOnlyMemory<float>> byContent) => this.byContent = byContent;

    /// <summary>Gets no vectors.</summary>
    public static EarlierVectors None { get; } = new([]);

    /// <summary>Reads an index.</summary>
    /// <param name="index">The folder of the index.</param>
    /// <param name="catalog">The catalog that it was built from.</param>
    /// <param name="head">The head that the vectors will be used with.</param>
    /// <param name="backbone">The towers that the vectors will be used with.</param>
    /// <exception cref="ArtifactException">
    /// The index was built from other artifacts, or is damaged: nothing of it can be used.
    /// </exception>
    public static EarlierVectors Read(ArtifactFolder index, Catalog catalog, DialogHead head, Backbone backbone)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(backbone);
        // The same checks as for an index that is served.
        CandidateIndex.Load(index, catalog, head, backbone);
        var properties = index.Properties<IndexProperties>();
        var vectors = VectorsFile.Read(index, catalog.Items.Count, properties.Dimension);
        var length = vectors.Length / catalog.Items.Count;
        var byContent = new Dictionary<string, ReadOnlyMemory<float>>(StringComparer.Ordinal);
        for (var item = 0; item < catalog.Items.Count; item++)
            byContent[ItemContent.GetDigest(catalog, catalog.Items[item])] = vectors.AsMemory(item * length, length);
        return new(byContent);
    }

    /// <summary>Counts the items of a catalog that need not be encoded.</summary>
    public int CountReusable(Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.Items.Count(item => byContent.ContainsKey(ItemContent.GetDigest(catalog, item)));
    }

    /// <summary>Copies the vectors of an item, where they are there.</summary>
    /// <param name="catalog">The item's catalog.</param>
    /// <param name="item">The item.</param>
    /// <param name="target">The item's place among the vectors of its catalog's index.</param>
    internal bool TryCopy(Catalog catalog, CatalogItem item, Span<float> target)
    {
        if (
            !byContent.TryGetValue(ItemContent.GetDigest(catalog, item), out var vectors)
            || vectors.Length != target.Length
        )
            return false;
        vectors.Span.CopyTo(target);
        return true;
    }
}
