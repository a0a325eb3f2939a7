namespace DialClip.Training.Verification;

/// <summary>The towers of a checkpoint in an engine.</summary>
internal interface ITowers : IDisposable
{
    /// <summary>Gets the engine's name in a report.</summary>
    string Engine { get; }

    /// <summary>Encodes sentences.</summary>
    /// <param name="inputIds">Token ids, start and end included.</param>
    /// <param name="deepPrompts">(B, L, P, W); P may be 0.</param>
    /// <returns>(B, D), not normalized.</returns>
    float[] EncodeText(IReadOnlyList<int[]> inputIds, TensorData deepPrompts);

    /// <summary>Encodes pictures.</summary>
    /// <param name="pixels">(B, 3, S, S).</param>
    /// <param name="deepPrompts">(B, L, P, W); P may be 0.</param>
    /// <returns>(B, D), not normalized.</returns>
    float[] EncodePixels(TensorData pixels, TensorData deepPrompts);
}
