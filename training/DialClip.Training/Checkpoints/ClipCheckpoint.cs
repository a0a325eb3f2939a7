using System.Text.Json;
using DialClip.Training.Modules;

namespace DialClip.Training.Checkpoints;

/// <summary>Loads CLIP checkpoints in the layouts of Hugging Face, open_clip and a backbone of a store.</summary>
internal static class ClipCheckpoint
{
    private const string HuggingFaceConfig = "config.json";
    private const string OpenClipConfig = "open_clip_config.json";
    private const string OpenClipWeights = "open_clip_model.safetensors";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Loads the checkpoint of a folder.</summary>
    /// <exception cref="InvalidDataException">
    /// The layout is unknown, the configuration is malformed, or the weights do not fit it.
    /// </exception>
    public static ClipWeights Load(string folder)
    {
        if (ExportedClip.Exists(folder))
            return ExportedClip.Load(folder);
        var (config, tensors) = (
            File.Exists(Path.Combine(folder, OpenClipConfig)),
            File.Exists(Path.Combine(folder, HuggingFaceConfig))
        ) switch
        {
            (true, _) => (
                ReadOpenClip(Path.Combine(folder, OpenClipConfig)),
                OpenClipNames.Map(SafetensorsFile.ReadSharded(folder, OpenClipWeights))
            ),
            (_, true) => (
                ReadHuggingFace(Path.Combine(folder, HuggingFaceConfig)),
                HuggingFaceNames.Map(SafetensorsFile.ReadSharded(folder, "model.safetensors"))
            ),
            _ => throw new InvalidDataException(
                $"'{folder}' holds neither '{OpenClipConfig}' nor '{HuggingFaceConfig}'; "
                    + "expected a CLIP checkpoint in open_clip's or Hugging Face's layout."
            ),
        };
        var weights = new ClipWeights(config, tensors);
        weights.Validate(folder);
        return weights;
    }

    /// <summary>Saves a model in open_clip's layout, without vocabulary files.</summary>
    public static void Save(string folder, ClipWeights weights)
    {
        Directory.CreateDirectory(folder);
        var (config, text, vision) = (weights.Config, weights.Config.Text, weights.Config.Vision);
        var description = new
        {
            model_cfg = new
            {
                embed_dim = config.Dimension,
                quick_gelu = config.QuickGelu,
                text_cfg = new
                {
                    context_length = text.ContextLength,
                    vocab_size = text.VocabularySize,
                    width = text.Width,
                    heads = text.Heads,
                    layers = text.Layers,
                },
                vision_cfg = new
                {
                    image_size = vision.ImageSize,
                    layers = vision.Layers,
                    width = vision.Width,
                    head_width = vision.Width / vision.Heads,
                    patch_size = vision.PatchSize,
                },
            },
        };
        File.WriteAllText(Path.Combine(folder, OpenClipConfig), JsonSerializer.Serialize(description, Indented));
        SafetensorsFile.Write(Path.Combine(folder, OpenClipWeights), OpenClipNames.Unmap(weights.Tensors));
    }

    private static ClipConfig ReadOpenClip(string path) =>
        Read(
            path,
            root =>
            {
                var model = root.GetProperty("model_cfg");
                var (text, vision) = (model.GetProperty("text_cfg"), model.GetProperty("vision_cfg"));
                var width = GetInt(vision, "width");
                return new ClipConfig(
                    GetInt(model, "embed_dim"),
                    model.TryGetProperty("quick_gelu", out var quick) && quick.GetBoolean(),
                    new(
                        GetInt(text, "width"),
                        GetInt(text, "layers"),
                        GetInt(text, "heads"),
                        GetInt(text, "vocab_size"),
                        GetInt(text, "context_length")
                    ),
                    new(
                        width,
                        GetInt(vision, "layers"),
                        width / (vision.TryGetProperty("head_width", out var head) ? head.GetInt32() : 64),
                        GetInt(vision, "image_size"),
                        GetInt(vision, "patch_size")
                    )
                );
            }
        );

    private static ClipConfig ReadHuggingFace(string path) =>
        Read(
            path,
            root =>
            {
                var (text, vision) = (root.GetProperty("text_config"), root.GetProperty("vision_config"));
                return new ClipConfig(
                    GetInt(root, "projection_dim"),
                    (text.TryGetProperty("hidden_act", out var activation) ? activation.GetString() : "quick_gelu")
                        == "quick_gelu",
                    new(
                        GetInt(text, "hidden_size", 512),
                        GetInt(text, "num_hidden_layers", 12),
                        GetInt(text, "num_attention_heads", 8),
                        GetInt(text, "vocab_size", 49_408),
                        GetInt(text, "max_position_embeddings", 77)
                    ),
                    new(
                        GetInt(vision, "hidden_size", 768),
                        GetInt(vision, "num_hidden_layers", 12),
                        GetInt(vision, "num_attention_heads", 12),
                        GetInt(vision, "image_size", 224),
                        GetInt(vision, "patch_size", 32)
                    )
                );
            }
        );

    private static int GetInt(JsonElement element, string name, int? defaultValue = null) =>
        element.TryGetProperty(name, out var value)
            ? value.GetInt32()
            : defaultValue ?? throw new KeyNotFoundException($"there is no '{name}'");

    private static ClipConfig Read(string path, Func<JsonElement, ClipConfig> parse)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return parse(json.RootElement);
        }
        catch (Exception error)
            when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' does not describe a CLIP model: {error.Message}", error);
        }
    }
}
