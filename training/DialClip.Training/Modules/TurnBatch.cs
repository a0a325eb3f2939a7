using static TorchSharp.torch;

namespace DialClip.Training.Modules;

/// <summary>The earlier turns of a batch of dialogs, padded to the longest; N may be 0.</summary>
/// <param name="Features">(B, N, D), unit length; zero where padded.</param>
/// <param name="Modality">int64 (B, N): 0 text, 1 picture.</param>
/// <param name="Speaker">int64 (B, N): 0 user, 1 bot.</param>
/// <param name="Distance">int64 (B, N): 0 for the newest earlier turn up to 7 for the eighth and all older.</param>
/// <param name="Mask">(B, N): 1 for a turn, 0 for padding.</param>
internal sealed record TurnBatch(Tensor Features, Tensor Modality, Tensor Speaker, Tensor Distance, Tensor Mask);
