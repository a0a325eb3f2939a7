using DialClip.Training.Checkpoints;
using DialClip.Training.Modules;

namespace DialClip.Training.Tests.Checkpoints;

/// <summary>A CLIP of a few hundred random weights.</summary>
internal static class TinyClip
{
    public static ClipConfig Config(bool quickGelu = true) =>
        new(6, quickGelu, new(8, 2, 2, 20, 12), new(12, 3, 3, 8, 4));

    public static ClipWeights Weights(ClipConfig? config = null, int seed = 5)
    {
        config ??= Config();
        var random = new Random(seed);
        return new(
            config,
            ClipShapes
                .Compute(config)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .ToDictionary(
                    pair => pair.Key,
                    pair => new TensorData(
                        pair.Value,
                        [
                            .. Enumerable
                                .Range(0, (int)pair.Value.Aggregate(1L, (all, size) => all * size))
                                .Select(_ => (float)(random.NextDouble() - 0.5)),
                        ]
                    )
                )
        );
    }

    public static TensorData Random(int seed, params long[] shape)
    {
        var random = new Random(seed);
        return new(
            shape,
            [
                .. Enumerable
                    .Range(0, (int)shape.Aggregate(1L, (all, size) => all * size))
                    .Select(_ => (float)(random.NextDouble() - 0.5)),
            ]
        );
    }
}
