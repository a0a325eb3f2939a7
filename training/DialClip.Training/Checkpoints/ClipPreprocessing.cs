using System.Text.Json;
using DialClip.Training.Pretraining;

namespace DialClip.Training.Checkpoints;

/// <summary>How a checkpoint wants its pixels: mean and deviation of each colour.</summary>
/// <param name="Mean">Three numbers.</param>
/// <param name="Std">Three numbers above 0.</param>
internal sealed record ClipPreprocessing(float[] Mean, float[] Std)
{
    /// <summary>Gets what OpenAI's models use.</summary>
    public static ClipPreprocessing OpenAi { get; } = new(PictureSet.Mean, PictureSet.Std);

    /// <summary>Reads preprocessor_config.json (Hugging Face) or the preprocess_cfg of open_clip_config.json; without either, OpenAI's.</summary>
    /// <exception cref="InvalidDataException">The numbers cannot be used.</exception>
    public static ClipPreprocessing Read(string folder)
    {
        if (ExportedClip.IsAt(folder))
        {
            var vision = ExportedClip.Describe(folder).Vision;
            return new([.. vision.Mean], [.. vision.Std]);
        }
        var hugging = Path.Combine(folder, "preprocessor_config.json");
        var open = Path.Combine(folder, "open_clip_config.json");
        if (File.Exists(hugging))
            return Read(hugging, "image_mean", "image_std", root => root);
        return File.Exists(open)
            ? Read(open, "mean", "std", root => root.TryGetProperty("preprocess_cfg", out var own) ? own : default)
            : OpenAi;
    }

    private static ClipPreprocessing Read(string path, string mean, string std, Func<JsonElement, JsonElement> select)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var own = select(json.RootElement);
            if (
                own.ValueKind != JsonValueKind.Object
                || !own.TryGetProperty(mean, out var means)
                || !own.TryGetProperty(std, out var deviations)
            )
                return OpenAi;
            var found = new ClipPreprocessing(Numbers(means), Numbers(deviations));
            return found.Mean.Length == 3 && found.Std.Length == 3 && found.Std.All(value => value > 0)
                ? found
                : throw new InvalidDataException(
                    $"'{path}' gives a mean of {found.Mean.Length} and a deviation of {found.Std.Length} numbers; expected three each, deviations above 0."
                );
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' does not say how pixels are prepared: {error.Message}", error);
        }
    }

    private static float[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetSingle())];
}
