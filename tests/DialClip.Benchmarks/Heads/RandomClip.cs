namespace DialClip.Benchmarks.Heads;

/// <summary>CLIP models with random weights.</summary>
internal static class RandomClip
{
    /// <summary>Gets the sizes of OpenAI's ViT-B/32.</summary>
    public static ClipConfig VitB32 { get; } = new(512, new(512, 12, 8, 49_408, 77), new(768, 12, 12, 224, 32));

    /// <summary>Gets the sizes of the committed model.</summary>
    public static ClipConfig Small { get; } = new(128, new(128, 2, 4, 12_288, 77), new(128, 2, 4, 64, 16));

    /// <summary>Creates weights that keep activations in the range of a trained model's.</summary>
    public static ClipWeights CreateWeights(ClipConfig config, int seed = 1)
    {
        var random = new Random(seed);
        return new(
            config,
            ClipShapes
                .Compute(config)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .ToDictionary(
                    pair => pair.Key,
                    pair => new TensorData(pair.Value, CreateElements(random, pair.Key, pair.Value)),
                    StringComparer.Ordinal
                )
        );
    }

    private static float[] CreateElements(Random random, string name, long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (count, size) => count * size)];
        if (name == "logit_scale")
            values[0] = MathF.Log(1 / 0.07f);
        else if (name.Contains(".ln_", StringComparison.Ordinal) && name.EndsWith(".weight", StringComparison.Ordinal))
            Array.Fill(values, 1);
        else if (!name.EndsWith("bias", StringComparison.Ordinal))
            Fill(
                values,
                random,
                MathF.Pow(shape.Length == 1 ? shape[0] : shape[1..].Aggregate(1L, (count, size) => count * size), -0.5f)
            );
        return values;
    }

    private static void Fill(float[] values, Random random, float deviation)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = (random.NextSingle() * 2 - 1) * MathF.Sqrt(3) * deviation;
    }
}
