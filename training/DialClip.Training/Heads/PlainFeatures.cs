using static TorchSharp.torch;

namespace DialClip.Training.Heads;

/// <summary>The features of inputs without prompts, each computed once, by reference. Not thread-safe.</summary>
internal sealed class PlainFeatures : IDisposable
{
    private const int ChunkSize = 64;

    private readonly Dictionary<object, Tensor> features = new(ReferenceEqualityComparer.Instance);

    /// <summary>Gets the features of inputs.</summary>
    /// <typeparam name="T">Token ids or preprocessed pictures.</typeparam>
    /// <param name="inputs">N inputs, which do not change afterwards.</param>
    /// <param name="getLength">Gets what makes an input long; those of a similar length are encoded together.</param>
    /// <param name="encode">Encodes some of them, (n, D).</param>
    /// <returns>(N, D), without gradient.</returns>
    public Tensor Get<T>(IReadOnlyList<T> inputs, Func<T, int> getLength, Func<T[], Tensor> encode)
        where T : class
    {
        var missing = inputs.Where(input => !features.ContainsKey(input)).Distinct(ReferenceEqualityComparer.Instance);
        foreach (var chunk in missing.Cast<T>().OrderBy(getLength).Chunk(ChunkSize))
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var encoded = encode(chunk); // (n, D)
            for (var row = 0; row < chunk.Length; row++)
                features[chunk[row]] = encoded[row].clone().DetachFromDisposeScope();
        }
        return stack([.. inputs.Select(input => features[input])]);
    }

    public void Dispose()
    {
        foreach (var feature in features.Values)
            feature.Dispose();
    }
}
