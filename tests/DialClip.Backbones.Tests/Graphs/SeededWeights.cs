#pragma warning disable IDE0005 // The other project that compiles this file has these usings for all files.
using DialClip.Backbones.Towers;
using DialClip.Backbones.Weights;
#pragma warning restore IDE0005

namespace DialClip.Backbones.Tests.Graphs;

/// <summary>Weights drawn by a seed, in sizes that keep every layer's values near 1.</summary>
internal static class SeededWeights
{
    /// <summary>Creates the weights of a model.</summary>
    public static ClipWeights Create(ClipConfig config, int seed = 7) =>
        new(config, Create(ClipShapes.Compute(config), seed));

    /// <summary>Creates weights of given shapes.</summary>
    public static Dictionary<string, TensorData> Create(IReadOnlyDictionary<string, long[]> shapes, int seed)
    {
        var random = new Random(seed);
        return shapes
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .ToDictionary(pair => pair.Key, pair => Create(pair.Key, pair.Value, random), StringComparer.Ordinal);
    }

    /// <summary>Creates values between -1 and 1.</summary>
    public static TensorData CreateNoise(int seed, params long[] shape)
    {
        var random = new Random(seed);
        return new(shape, [.. Count(shape).Select(_ => random.NextSingle() * 2 - 1)]);
    }

    private static TensorData Create(string name, long[] shape, Random random)
    {
        var fanIn = shape.Skip(1).Aggregate(1L, (all, size) => all * size);
        // Scales and variances of normalizations are positive.
        var isPositive =
            name.EndsWith("orm.weight", StringComparison.Ordinal)
            || (name.Contains(".stem.", StringComparison.Ordinal) && shape.Length == 1);
        var size = shape.Length > 1 ? 1.7 / Math.Sqrt(fanIn) : 0.5;
        return name == ResNetVitNames.StemMean
            ? new(shape, [.. Count(shape).Select(_ => 100 + 50 * random.NextSingle())])
            : new(
                shape,
                [
                    .. Count(shape)
                        .Select(_ =>
                            isPositive ? 0.5f + random.NextSingle() : (float)(size * (random.NextDouble() * 2 - 1))
                        ),
                ]
            );
    }

    private static IEnumerable<int> Count(long[] shape) =>
        Enumerable.Range(0, (int)shape.Aggregate(1L, (all, size) => all * size));
}
