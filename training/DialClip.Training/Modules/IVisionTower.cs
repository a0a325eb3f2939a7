using static TorchSharp.torch;

namespace DialClip.Training.Modules;

/// <summary>A vision tower of any type: pixels to features that are not normalized.</summary>
internal interface IVisionTower : IDisposable
{
    /// <summary>Encodes a batch of pictures.</summary>
    /// <param name="pixels">(B, 3, S, S), normalized with the model's mean and deviation.</param>
    /// <param name="deepPrompts">(B or 1, L, P, W), or null for none.</param>
    /// <returns>(B, D).</returns>
    Tensor call(Tensor pixels, Tensor? deepPrompts);
}
