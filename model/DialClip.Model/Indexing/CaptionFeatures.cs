using System.Numerics.Tensors;
using DialClip.Encoders;
using DialClip.Shared.Numerics;

namespace DialClip.Model.Indexing;

/// <summary>
/// The features of items' captions: of each the unit mean of its texts' unit features, by the frozen text tower without
/// prompts. So they are the same for every head of a backbone.
/// </summary>
/// <param name="dimension">D.</param>
/// <param name="values">(N, D), unit length; zeros for an item without caption.</param>
/// <param name="cut">The number of texts that were too long.</param>
internal sealed class CaptionFeatures(int dimension, float[] values, int cut)
{
    private const int BatchSize = 32;

    /// <summary>Gets the features, (N, D).</summary>
    public float[] Values => values;

    /// <summary>Gets the number of texts of which the tower could read the beginning only.</summary>
    public int Cut => cut;

    /// <summary>Encodes the captions of items.</summary>
    public static CaptionFeatures Encode(
        IReadOnlyList<CatalogItem> items,
        Backbone backbone,
        CancellationToken cancellationToken
    )
    {
        var (tokenizer, dimension) = (backbone.Tokenizer, backbone.Dimension);
        var texts = new List<(int Item, int[] Ids)>();
        var cut = 0;
        for (var item = 0; item < items.Count; item++)
            foreach (var text in CaptionTexts.Get(items[item]).Select(tokenizer.LeaveOutUnknownEmoji))
            {
                texts.Add((item, tokenizer.Encode(text)));
                // One token more than there is room for between start and end.
                if (tokenizer.EncodeText(text, tokenizer.ContextLength - 1).Count == tokenizer.ContextLength - 1)
                    cut++;
            }

        var values = new float[items.Count * dimension];
        // Texts of one length need no padding; a stable sort keeps the result the same.
        foreach (var batch in texts.OrderBy(text => text.Ids.Length).Chunk(BatchSize))
        {
            var features = backbone.EncodeText(
                [.. batch.Select(text => text.Ids)],
                backbone.NoPrompts(Modality.Text, batch.Length),
                cancellationToken
            );
            VectorMath.NormalizeRows(features, dimension, "A tower");
            for (var row = 0; row < batch.Length; row++)
            {
                var sum = values.AsSpan(batch[row].Item * dimension, dimension);
                TensorPrimitives.Add(sum, features.AsSpan(row * dimension, dimension), sum);
            }
        }

        // What has no direction stays zero: features that cancel each other out tell nothing.
        for (var item = 0; item < items.Count; item++)
            VectorMath.TryNormalize(values.AsSpan(item * dimension, dimension));
        return new(dimension, values, cut);
    }

    /// <summary>Determines whether an item has a caption.</summary>
    public bool Has(int item) => values.AsSpan(item * dimension, dimension).ContainsAnyExcept(0f);
}
