using static TorchSharp.torch;

namespace DialClip.Training.Modules;

/// <summary>Encodes many sentences, batched by length.</summary>
internal static class TextEncoding
{
    private const int BucketSize = 256;

    /// <summary>Encodes sentences in batches of similar length, which saves computation on padding.</summary>
    /// <param name="tower">The text tower.</param>
    /// <param name="sentences">Token ids with start and end.</param>
    /// <returns>(B, D), unit length, in the order of the sentences.</returns>
    public static Tensor Encode(ITextTower tower, IReadOnlyList<int[]> sentences)
    {
        using var scope = NewDisposeScope();
        var order = Enumerable
            .Range(0, sentences.Count)
            .OrderBy(index => sentences[index].Length)
            .ThenBy(index => index)
            .ToArray();
        var parts = order
            .Chunk(BucketSize)
            .Select(chunk =>
            {
                var (ids, eot) = TextTensors.Pad([.. chunk.Select(index => sentences[index])], tower.Device);
                return tower.call(ids, eot, null).to(ScalarType.Float32);
            })
            .ToArray();
        var inverse = new long[order.Length];
        for (var position = 0; position < order.Length; position++)
            inverse[order[position]] = position;
        return nn
            .functional.normalize(cat(parts, 0).index_select(0, tensor(inverse, device: tower.Device)), dim: -1)
            .MoveToOuterDisposeScope();
    }
}
