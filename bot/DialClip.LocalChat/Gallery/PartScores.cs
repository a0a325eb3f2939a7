using System.Collections.Concurrent;
using System.Numerics.Tensors;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;

namespace DialClip.LocalChat.Gallery;

/// <summary>
/// Computes how well the pixels of a picture alone, and its words alone, fit a query. An index has both in one vector,
/// so they are encoded here, once for each picture that is looked at.
/// </summary>
internal sealed class PartScores
{
    private const int MaxRemembered = 5_000;

    private readonly ConcurrentDictionary<(string Head, string Catalog, string Item), Vectors> known = new();

    /// <summary>Scores pictures.</summary>
    /// <param name="query">The query.</param>
    /// <param name="head">The head with the catalog.</param>
    /// <param name="items">Pictures of it.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task<IReadOnlyList<Part>> ScoreAsync(
        EncodedQuery query,
        LoadedHead head,
        IReadOnlyList<CatalogItem> items,
        CancellationToken cancellationToken
    )
    {
        var missing = items.Where(item => !known.ContainsKey(GetKey(head, item))).ToList();
        if (known.Count + missing.Count > MaxRemembered)
        {
            known.Clear();
            missing = [.. items];
        }
        if (missing.Count > 0)
            await EncodeAsync(head, missing, cancellationToken).ConfigureAwait(false);
        var expert = Experts.GetNumber(query.Modality, Modality.Picture);
        return
        [
            .. items
                .Where(item => known.ContainsKey(GetKey(head, item)))
                .Select(item =>
                {
                    var vectors = known[GetKey(head, item)];
                    return new Part(item.Id, Score(vectors.Pixels), Score(vectors.Words));
                }),
        ];

        float? Score(float[]? vectors) =>
            vectors is null
                ? null
                : TensorPrimitives.CosineSimilarity(
                    query.Projections.GetQuery(0, expert),
                    vectors.AsSpan((int)query.Modality * head.Backbone.Dimension, head.Backbone.Dimension)
                );
    }

    private async Task EncodeAsync(LoadedHead head, List<CatalogItem> items, CancellationToken cancellationToken)
    {
        var features = await CandidateFeatures
            .EncodeAsync(head.Catalog, items, head.Backbone, head.Head, true, null, cancellationToken)
            .ConfigureAwait(false);
        var pixels = features.Project(head.Head, null, cancellationToken);
        var words = features.Project(
            head.Head,
            new FusionProperties { CaptionTextToPicture = 1, CaptionPictureToPicture = 1 },
            cancellationToken
        );
        var length = 2 * head.Backbone.Dimension;
        for (var row = 0; row < items.Count; row++)
            known[GetKey(head, items[row])] = new(
                HasPixels(items[row]) ? pixels.AsSpan(row * length, length).ToArray() : null,
                GalleryQuery.IsWordless(items[row]) ? null : words.AsSpan(row * length, length).ToArray()
            );
    }

    private static bool HasPixels(CatalogItem item) =>
        item.Media.Any(file => !file.EndsWith(".svg", StringComparison.OrdinalIgnoreCase));

    private static (string, string, string) GetKey(LoadedHead head, CatalogItem item) =>
        (head.Head.Digest, head.Catalog.Digest, item.Id);

    /// <summary>The scores of a picture's parts.</summary>
    /// <param name="Id">The item's id.</param>
    /// <param name="Pixels">The cosine of its pixels, -1 to 1; null where it is a drawing alone.</param>
    /// <param name="Words">The cosine of its name, keywords and caption; null where it has none.</param>
    internal sealed record Part(string Id, float? Pixels, float? Words);

    private sealed record Vectors(float[]? Pixels, float[]? Words);
}
