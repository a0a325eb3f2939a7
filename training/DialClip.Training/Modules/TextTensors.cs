using DialClip.Encoders.Text;
using static TorchSharp.torch;

namespace DialClip.Training.Modules;

/// <summary>Conversion of padded sentences to the text tower's input tensors.</summary>
internal static class TextTensors
{
    /// <summary>Pads sentences as in serving.</summary>
    /// <param name="sentences">Token ids with start and end, at least two each.</param>
    /// <param name="device">The device of the tensors; null for the CPU.</param>
    /// <returns>int64 (B, T), and int64 (B): the position of each end token.</returns>
    public static (Tensor InputIds, Tensor Eot) Pad(IReadOnlyList<int[]> sentences, Device? device = null)
    {
        var padded = TextBatch.Pad(sentences);
        return (
            tensor(padded.InputIds, [padded.Batch, padded.Length], device: device),
            tensor(padded.EndPositions, device: device)
        );
    }
}
