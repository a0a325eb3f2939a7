using DialClip.Training.Checkpoints;

namespace DialClip.Training.Verification;

/// <summary>The towers of one checkpoint in one engine.</summary>
internal interface ITowers : IDisposable
{
    /// <summary>Gets the engine's name in a report.</summary>
    string Engine { get; }

    /// <summary>Encodes one sentence or several of one length.</summary>
    /// <param name="inputIds">Token ids, start and end included.</param>
    /// <param name="deepPrompts">(B, L, P, W); P may be 0.</param>
    /// <returns>(B, D), not normalised.</returns>
    float[] EncodeText(IReadOnlyList<int[]> inputIds, TensorData deepPrompts);

    /// <summary>Encodes pictures.</summary>
    /// <param name="pixels">(B, 3, S, S).</param>
    /// <param name="deepPrompts">(B, L, P, W); P may be 0.</param>
    /// <returns>(B, D), not normalised.</returns>
    float[] EncodePixels(TensorData pixels, TensorData deepPrompts);
}
