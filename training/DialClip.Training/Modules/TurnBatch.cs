using DialClip.Encoders;
using static TorchSharp.torch;

namespace DialClip.Training.Modules;

/// <summary>The earlier turns of a batch of dialogs as tensors, padded to the longest; N may be 0.</summary>
/// <param name="Features">(B, N, D), unit length; zero where padded.</param>
/// <param name="Modality">int64 (B, N): 0 text, 1 picture.</param>
/// <param name="Speaker">int64 (B, N): 0 user, 1 bot.</param>
/// <param name="Distance">int64 (B, N): 0 for the newest earlier turn up to 7 for the eighth and all older.</param>
/// <param name="Mask">(B, N): 1 for a turn, 0 for padding.</param>
internal sealed record TurnBatch(Tensor Features, Tensor Modality, Tensor Speaker, Tensor Distance, Tensor Mask)
{
    /// <summary>Converts the batch of <see cref="ContextBatch"/>, which serving uses too, to tensors.</summary>
    public static TurnBatch From(ContextBatch batch, Device device)
    {
        long[] shape = [batch.Batch, batch.Turns];
        return new(
            tensor(batch.Features, [batch.Batch, batch.Turns, batch.Dimension], device: device),
            tensor(batch.Modality, shape, device: device),
            tensor(batch.Speaker, shape, device: device),
            tensor(batch.Distance, shape, device: device),
            tensor(batch.Mask, shape, device: device)
        );
    }
}
