using System.Text.Json;

namespace DialClip.Training.Verification;

/// <summary>Runs the cases of towers.json: sentences and pictures, without and with deep prompts.</summary>
internal static class TowerCases
{
    private const double Tolerance = 1e-4;

    /// <summary>Runs every group of the file.</summary>
    /// <param name="cases">The root of towers.json.</param>
    /// <param name="config">The checkpoint's sizes.</param>
    /// <param name="towers">The engine.</param>
    /// <param name="prefix">The prefix of the names of the groups.</param>
    public static IEnumerable<GoldenGroup> Run(JsonElement cases, ClipConfig config, ITowers towers, string prefix)
    {
        foreach (var name in new[] { "text", "text_deep_prompts", "text_deep_prompts_per_row" })
            yield return RunGroup(
                cases,
                name,
                prefix,
                group =>
                {
                    var sentences = group
                        .GetProperty("input_ids")
                        .EnumerateArray()
                        .Select(ids => ids.EnumerateArray().Select(id => id.GetInt32()).ToArray())
                        .ToList();
                    return towers.EncodeText(
                        sentences,
                        ReadPrompts(group, sentences.Count, config.Text.Layers, config.Text.Width)
                    );
                }
            );
        foreach (var name in new[] { "image", "image_deep_prompts" })
            yield return RunGroup(
                cases,
                name,
                prefix,
                group =>
                {
                    var pixels = GoldenFiles.ReadTensor(
                        group.TryGetProperty("pixels", out _) ? group : cases.GetProperty("image"),
                        "pixels",
                        "pixels_shape"
                    );
                    return towers.EncodePixels(
                        pixels,
                        ReadPrompts(group, (int)pixels.Shape[0], config.Vision.Layers, config.Vision.Width)
                    );
                }
            );
    }

    private static GoldenGroup RunGroup(
        JsonElement cases,
        string name,
        string prefix,
        Func<JsonElement, float[]> encode
    )
    {
        if (!cases.TryGetProperty(name, out var group))
            return GoldenGroup.CreateAbsent(prefix + name, "towers.json does not have it");
        var expected = GoldenFiles.ReadTensor(group.GetProperty("features"));
        var actual = encode(group);
        if (actual.Length != expected.Values.Length)
            throw new InvalidDataException(
                $"Group '{prefix}{name}' gave {actual.Length} values, expected {expected.ShapeText}."
            );
        // Not by comparison alone, which would lose a NaN.
        var error = actual
            .Zip(expected.Values, (a, b) => (double)Math.Abs(a - b))
            .Aggregate(0.0, (max, error) => double.IsNaN(error) || error > max ? error : max);
        return new(prefix + name, (int)expected.Shape[0], error, Tolerance, null);
    }

    // Prompts without a batch dimension are repeated for each row.
    private static TensorData ReadPrompts(JsonElement group, int batch, int layers, int width)
    {
        if (!group.TryGetProperty("prompts", out _))
            return new([batch, layers, 0, width], []);
        var prompts = GoldenFiles.ReadTensor(group, "prompts", "prompts_shape");
        return prompts.Shape.Length == 4
            ? prompts
            : new(
                [batch, .. prompts.Shape],
                [.. Enumerable.Repeat(prompts.Values, batch).SelectMany(values => values)]
            );
    }
}
