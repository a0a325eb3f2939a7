using static TorchSharp.torch;

namespace DialClip.Training.Modules;

/// <summary>Pads sentences into what the text tower takes.</summary>
internal static class TextBatch
{
    /// <summary>
    /// Pads to the longest sentence with its own end token; the mask is causal, so what follows the end changes
    /// nothing.
    /// </summary>
    /// <param name="sentences">Token ids with start and end, at least two each.</param>
    /// <param name="device">Where the tensors are made; null for the CPU.</param>
    /// <returns>int64 (B, T), and int64 (B): the place of each end token.</returns>
    public static (Tensor InputIds, Tensor Eot) Of(IReadOnlyList<int[]> sentences, Device? device = null)
    {
        var length = sentences.Max(sentence => sentence.Length);
        var ids = new long[sentences.Count * length];
        var ends = new long[sentences.Count];
        for (var row = 0; row < sentences.Count; row++)
        {
            var sentence = sentences[row];
            for (var place = 0; place < length; place++)
                ids[row * length + place] = sentence[Math.Min(place, sentence.Length - 1)];
            ends[row] = sentence.Length - 1;
        }
        return (tensor(ids, [sentences.Count, length], device: device), tensor(ends, device: device));
    }
}
