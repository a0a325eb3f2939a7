using System.Runtime.CompilerServices;
using DialClip.Artifacts;
using DialClip.Encoders;

namespace DialClip.Model.Indexing;

/// <summary>
/// Prepares a catalog's items for the towers, batch by batch, texts first. The pictures of the next batch are decoded
/// while the last one is encoded.
/// </summary>
/// <remarks>
/// A decoded picture may take 120 MB: no more of them are in memory than there are processors, and what is kept is the
/// towers' input.
/// </remarks>
/// <param name="catalog">The catalog that holds the pictures' files.</param>
/// <param name="items">Items of it.</param>
/// <param name="backbone">The towers.</param>
internal sealed class ItemBatches(Catalog catalog, IReadOnlyList<CatalogItem> items, Backbone backbone)
{
    private const int Size = 32;

    /// <summary>Reads the batches, each while the caller works on the one before.</summary>
    /// <param name="chosen">The numbers of the items to encode.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArtifactException">A picture is missing or damaged.</exception>
    public async IAsyncEnumerable<ItemBatch> ReadAsync(
        IReadOnlyList<int> chosen,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<ItemBatch>? next = null;
        try
        {
            foreach (var (modality, numbers) in Split(chosen))
            {
                var batch = next;
                next = Task.Run(() => PrepareAsync(modality, numbers, stop.Token), stop.Token);
                if (batch is not null)
                    yield return await batch.ConfigureAwait(false);
            }
            if (next is not null)
                yield return await next.ConfigureAwait(false);
        }
        finally
        {
            // The caller may have left early: nothing is read any more when this has ended.
            await stop.CancelAsync().ConfigureAwait(false);
            if (next is not null)
                await next.ContinueWith(_ => { }, CancellationToken.None, default, TaskScheduler.Default)
                    .ConfigureAwait(false);
        }
    }

    private IEnumerable<(Modality Modality, int[] Items)> Split(IReadOnlyList<int> chosen) =>
        new[] { Modality.Text, Modality.Picture }.SelectMany(modality =>
            chosen.Where(item => items[item].Modality == modality).Chunk(Size).Select(chunk => (modality, chunk))
        );

    private async Task<ItemBatch> PrepareAsync(Modality modality, int[] numbers, CancellationToken cancellationToken)
    {
        if (modality == Modality.Text)
            return new(
                backbone,
                modality,
                numbers,
                [.. numbers.Select(item => backbone.Tokenizer.Encode(items[item].Text!))],
                []
            );
        var size = 3 * backbone.Preprocessor.Size * backbone.Preprocessor.Size;
        var pixels = new float[numbers.Length * size]; // (B, 3, S, S)
        await Parallel
            .ForAsync(
                0,
                numbers.Length,
                new ParallelOptions
                {
                    CancellationToken = cancellationToken,
                    MaxDegreeOfParallelism = Environment.ProcessorCount,
                },
                async (row, token) =>
                {
                    var picture = await catalog.ReadPictureAsync(items[numbers[row]], token).ConfigureAwait(false);
                    backbone.Preprocessor.ToPixels(picture).CopyTo(pixels, row * size);
                }
            )
            .ConfigureAwait(false);
        return new(backbone, modality, numbers, [], pixels);
    }
}
