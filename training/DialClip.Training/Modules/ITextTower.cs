using static TorchSharp.torch;

namespace DialClip.Training.Modules;

/// <summary>A text tower of any type: token ids to features that are not normalized.</summary>
internal interface ITextTower : IDisposable
{
    /// <summary>Gets the tower's device.</summary>
    Device Device { get; }

    /// <summary>Encodes a batch of sentences.</summary>
    /// <param name="inputIds">
    /// int64 (B, T): start, tokens, end, then any padding, which does not affect the features.
    /// </param>
    /// <param name="eot">int64 (B): the index of the end token, without prompts.</param>
    /// <param name="deepPrompts">(B or 1, L, P, W), or null for none.</param>
    /// <returns>(B, D).</returns>
    Tensor call(Tensor inputIds, Tensor eot, Tensor? deepPrompts);

    /// <summary>Embeds tokens, without their positions.</summary>
    /// <param name="inputIds">int64 (B, T).</param>
    /// <returns>(B, T, W).</returns>
    Tensor Embed(Tensor inputIds);

    /// <summary>Encodes token embeddings, which may include learned vectors.</summary>
    /// <param name="embedded">(B, T, W), without positions.</param>
    /// <param name="eot">int64 (B): the index of the end token, without deep prompts.</param>
    /// <param name="deepPrompts">(B or 1, L, P, W), or null for none.</param>
    /// <returns>(B, D).</returns>
    Tensor Encode(Tensor embedded, Tensor eot, Tensor? deepPrompts);
}
