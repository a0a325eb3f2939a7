namespace DialClip.Training.Tests.Checkpoints;

/// <summary>A CLIP of a few hundred random weights.</summary>
internal static class TinyClip
{
    public static ClipConfig Config(bool quickGelu = true) =>
        Config(quickGelu ? Activation.QuickGelu : Activation.Gelu);

    public static ClipConfig Config(Activation activation) =>
        new(6, new(8, 2, 2, 20, 12) { Activation = activation }, new(12, 3, 3, 8, 4) { Activation = activation });

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
