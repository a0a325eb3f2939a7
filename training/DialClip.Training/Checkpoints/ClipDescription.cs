using System.Text.Json;
using DialClip.Training.Checkpoints.Options;

namespace DialClip.Training.Checkpoints;

/// <summary>The configuration of a checkpoint: every option is computed, or known to change no feature.</summary>
/// <param name="Layout">The layout that was read.</param>
/// <param name="Config">The towers.</param>
/// <param name="Preprocessing">The preprocessing of pictures.</param>
/// <param name="EndToken">The id that the text tower looks for; null for any vocabulary's end token.</param>
internal sealed record ClipDescription(
    CheckpointLayout Layout,
    ClipConfig Config,
    ClipPreprocessing Preprocessing,
    int? EndToken
)
{
    private const string Preprocessor = "preprocessor_config.json";
    private const string Processor = "processor_config.json";
    private const int MaxFaults = 20;

    // Of processor_config.json; its other objects belong to the tokenizer.
    private static readonly string[] ProcessorOptions =
    [
        "auto_map",
        "processor_class",
        "tokenizer",
        "feature_extractor",
    ];

    /// <summary>Reads the configuration files of a folder.</summary>
    /// <exception cref="InvalidDataException">
    /// A file is missing or malformed, or asks for what is not computed; all such options are named with their values.
    /// </exception>
    public static ClipDescription Read(string folder)
    {
        var layout = CheckpointLayout.Find(folder);
        var faults = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var root = Open(layout.Configuration);
        var reader = new OptionReader(root, "", faults[layout.Configuration]);
        var (config, end) =
            layout == CheckpointLayout.OpenClip ? OpenClipOptions.Read(reader) : HuggingFaceOptions.Read(reader);
        var preprocessing = ReadPreprocessing(config.Vision.ImageSize);
        Refuse(folder, faults);
        config.Validate();
        return new(layout, config, preprocessing, end);

        ClipPreprocessing ReadPreprocessing(int size)
        {
            if (
                layout == CheckpointLayout.OpenClip
                && root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("preprocess_cfg", out var section)
                && section.ValueKind != JsonValueKind.Null
            )
                return PreprocessingOptions.ReadOpenClip(
                    new(section, "preprocess_cfg.", faults[layout.Configuration]),
                    size
                );
            if (File.Exists(Path.Combine(folder, Processor)))
            {
                var processor = new OptionReader(Open(Processor), "", faults[Processor]);
                processor.Ignore(ProcessorOptions);
                var hasSection = processor.Has("image_processor");
                processor.RefuseUnknown();
                if (hasSection)
                    return PreprocessingOptions.ReadHuggingFace(processor.ReadSection("image_processor"), size);
            }
            return File.Exists(Path.Combine(folder, Preprocessor))
                ? PreprocessingOptions.ReadHuggingFace(new(Open(Preprocessor), "", faults[Preprocessor]), size)
                : ClipPreprocessing.OpenAi;
        }

        JsonElement Open(string name)
        {
            faults[name] = [];
            return ReadJson(Path.Combine(folder, name));
        }
    }

    private static JsonElement ReadJson(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(ByteOrderMark.Skip(File.ReadAllBytes(path)));
            return json.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"'{path}' is not valid JSON: {error.Message}", error);
        }
    }

    private static void Refuse(string folder, Dictionary<string, List<string>> faults)
    {
        var count = faults.Values.Sum(file => file.Count);
        if (count == 0)
            return;
        var listed = faults
            .SelectMany(file => file.Value.Select(fault => (File: file.Key, Fault: fault)))
            .Take(MaxFaults)
            .GroupBy(entry => entry.File)
            .Select(file => $"'{file.Key}': {string.Join("; ", file.Select(entry => entry.Fault))}");
        throw new InvalidDataException(
            $"'{folder}' asks for what is not computed here, so its features would be wrong. "
                + string.Join(". ", listed)
                + (count > MaxFaults ? $"; and {count - MaxFaults} more" : "")
                + ". Choose another checkpoint, or convert this one."
        );
    }
}
