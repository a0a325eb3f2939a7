using System.Text.Json;
using DialClip.Training.Pretraining;

namespace DialClip.Training.Checkpoints;

/// <summary>The pixel normalization of a checkpoint: mean and standard deviation of each color channel.</summary>
/// <param name="Mean">The means of red, green and blue.</param>
/// <param name="Std">The standard deviations, above 0.</param>
internal sealed record ClipPreprocessing(float[] Mean, float[] Std)
{
    /// <summary>Gets the normalization of OpenAI's models.</summary>
    public static ClipPreprocessing OpenAi { get; } = new(PictureSet.Mean, PictureSet.Std);

    /// <summary>Reads preprocessor_config.json (Hugging Face) or the preprocess_cfg of open_clip_config.json.</summary>
    /// <returns>The normalization; OpenAI's where there is neither.</returns>
    /// <exception cref="InvalidDataException">The numbers are malformed.</exception>
    public static ClipPreprocessing Read(string folder)
    {
        if (ExportedClip.Exists(folder))
        {
            var vision = ExportedClip.ReadProperties(folder).Vision;
            return new([.. vision.Mean], [.. vision.Std]);
        }
        var huggingFacePath = Path.Combine(folder, "preprocessor_config.json");
        var openClipPath = Path.Combine(folder, "open_clip_config.json");
        if (File.Exists(huggingFacePath))
            return Read(huggingFacePath, "image_mean", "image_std", root => root);
        return File.Exists(openClipPath)
            ? Read(
                openClipPath,
                "mean",
                "std",
                root => root.TryGetProperty("preprocess_cfg", out var section) ? section : default
            )
            : OpenAi;
    }

    private static ClipPreprocessing Read(string path, string mean, string std, Func<JsonElement, JsonElement> select)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var section = select(json.RootElement);
            if (
                section.ValueKind != JsonValueKind.Object
                || !section.TryGetProperty(mean, out var means)
                || !section.TryGetProperty(std, out var deviations)
            )
                return OpenAi;
            var preprocessing = new ClipPreprocessing(ReadNumbers(means), ReadNumbers(deviations));
            return
                preprocessing.Mean.Length == 3
                && preprocessing.Std.Length == 3
                && preprocessing.Std.All(value => value > 0)
                ? preprocessing
                : throw new InvalidDataException(
                    $"'{path}' has a mean of {preprocessing.Mean.Length} and a standard deviation of "
                        + $"{preprocessing.Std.Length} numbers; expected three each, deviations above 0."
                );
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(
                $"'{path}' does not describe the preprocessing of pixels: {error.Message}",
                error
            );
        }
    }

    private static float[] ReadNumbers(JsonElement list) =>
        [.. list.EnumerateArray().Select(number => number.GetSingle())];
}
