using static TorchSharp.torch;

namespace DialClip.Training.Modules;

/// <summary>Encodes many sentences of different lengths.</summary>
internal static class TextEncoding
{
    private const int BucketSize = 256;

    /// <summary>Encodes sentences in groups of about one length, which saves the work on padding.</summary>
    /// <param name="tower">The text tower.</param>
    /// <param name="sentences">Token ids with start and end.</param>
    /// <returns>(B, D), unit length, in the order of the sentences.</returns>
    public static Tensor Encode(TextTower tower, IReadOnlyList<int[]> sentences)
    {
        using var scope = NewDisposeScope();
        var order = Enumerable.Range(0, sentences.Count).OrderBy(at => sentences[at].Length).ThenBy(at => at).ToArray();
        var parts = order
            .Chunk(BucketSize)
            .Select(chunk =>
            {
                var (ids, eot) = TextTensors.Pad([.. chunk.Select(at => sentences[at])], tower.Device);
                return tower.call(ids, eot, null).to(ScalarType.Float32);
            })
            .ToArray();
        var back = new long[order.Length];
        for (var place = 0; place < order.Length; place++)
            back[order[place]] = place;
        return nn
            .functional.normalize(cat(parts, 0).index_select(0, tensor(back, device: tower.Device)), dim: -1)
            .MoveToOuterDisposeScope();
    }
}
