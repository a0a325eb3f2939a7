using System.Text.Json;
using DialClip.Training.Checkpoints;
using DialClip.Training.Modules;

namespace DialClip.Training.Verification;

/// <summary>Runs the cases of towers.json: plain sentences and pictures, deep prompts shared by a batch, deep prompts per row.</summary>
internal static class TowerCases
{
    private const double Tolerance = 1e-4;

    /// <summary>Runs every group that the file holds.</summary>
    /// <param name="cases">The root of towers.json.</param>
    /// <param name="config">The checkpoint's sizes.</param>
    /// <param name="towers">The engine.</param>
    /// <param name="prefix">What the groups' names begin with.</param>
    public static IEnumerable<GoldenGroup> Run(JsonElement cases, ClipConfig config, ITowers towers, string prefix)
    {
        foreach (var name in new[] { "text", "text_deep_prompts", "text_deep_prompts_per_row" })
            yield return Group(
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
                        Prompts(group, sentences.Count, config.Text.Layers, config.Text.Width)
                    );
                }
            );
        foreach (var name in new[] { "image", "image_deep_prompts" })
            yield return Group(
                cases,
                name,
                prefix,
                group =>
                {
                    var pixels = GoldenFiles.Tensor(
                        group.TryGetProperty("pixels", out _) ? group : cases.GetProperty("image"),
                        "pixels",
                        "pixels_shape"
                    );
                    return towers.EncodePixels(
                        pixels,
                        Prompts(group, (int)pixels.Shape[0], config.Vision.Layers, config.Vision.Width)
                    );
                }
            );
    }

    private static GoldenGroup Group(JsonElement cases, string name, string prefix, Func<JsonElement, float[]> encode)
    {
        if (!cases.TryGetProperty(name, out var group))
            return GoldenGroup.Missing(prefix + name, "towers.json does not hold it");
        var expected = GoldenFiles.Tensor(group.GetProperty("features"));
        var found = encode(group);
        if (found.Length != expected.Values.Length)
            throw new InvalidDataException(
                $"Group '{prefix}{name}' gave {found.Length} values, expected {expected.ShapeText}."
            );
        // Not Math.Max alone: it must not lose a NaN.
        var error = found
            .Zip(expected.Values, (a, b) => (double)Math.Abs(a - b))
            .Aggregate(0.0, (worst, one) => double.IsNaN(one) || one > worst ? one : worst);
        return new(prefix + name, (int)expected.Shape[0], error, Tolerance, null);
    }

    // One set of prompts for the whole batch is repeated; none at all is a batch of empty ones.
    private static TensorData Prompts(JsonElement group, int batch, int layers, int width)
    {
        if (!group.TryGetProperty("prompts", out _))
            return new([batch, layers, 0, width], []);
        var prompts = GoldenFiles.Tensor(group, "prompts", "prompts_shape");
        return prompts.Shape.Length == 4
            ? prompts
            : new(
                [batch, .. prompts.Shape],
                [.. Enumerable.Repeat(prompts.Values, batch).SelectMany(values => values)]
            );
    }
}
