using System.Text.Json.Nodes;
using DialClip.Encoders.Imaging;

namespace DialClip.Training.Tests.Checkpoints.Options;

/// <summary>Writes checkpoints of one tiny model whose weights are a formula, in both layouts.</summary>
internal sealed class OptionCheckpoint : IDisposable
{
    private readonly TinyVocabulary vocabulary = new();
    private readonly TemporaryFolder folder = new();

    /// <summary>Gets the dimensions of the plain model.</summary>
    public static ClipConfig Config { get; } = new(6, new(8, 2, 2, 521, 12), new(12, 3, 3, 8, 4));

    /// <summary>Gets the picture of <see cref="ReferenceFeatures"/>.</summary>
    public static RgbImage Picture { get; } =
        new(
            10,
            7,
            [
                .. from y in Enumerable.Range(0, 7)
                from x in Enumerable.Range(0, 10)
                from level in new[] { x * 37 + y * 11, x * x * 5 + y * 91, x * y * 17 + 13 }
                select (byte)(level % 256),
            ]
        );

    /// <summary>Gets the folder of the checkpoint.</summary>
    public string Folder => folder.At("checkpoint");

    /// <summary>Gets the folder of a store for what is imported.</summary>
    public string Store => folder.At("store");

    public void Dispose()
    {
        vocabulary.Dispose();
        folder.Dispose();
    }

    /// <summary>Computes the weights of a configuration, under open_clip's names.</summary>
    public static Dictionary<string, TensorData> OpenClipWeights(ClipConfig? config = null) =>
        CheckpointNames.ToOpenClip(CreateWeights(config));

    /// <summary>Computes the weights of a configuration, under Hugging Face's names.</summary>
    public static Dictionary<string, TensorData> HuggingFaceWeights(ClipConfig? config = null) =>
        CheckpointNames.ToHuggingFace(CreateWeights(config));

    /// <summary>Writes a checkpoint in open_clip's layout.</summary>
    /// <param name="options">Options beside those of the plain model, as JSON.</param>
    /// <param name="weights">The weights; null for those of the plain model.</param>
    public void WriteOpenClip(string options = "{}", Dictionary<string, TensorData>? weights = null)
    {
        const string Plain = """
            {"model_cfg":{"embed_dim":6,"quick_gelu":true,
             "text_cfg":{"width":8,"layers":2,"heads":2,"vocab_size":521,"context_length":12},
             "vision_cfg":{"width":12,"layers":3,"head_width":4,"image_size":8,"patch_size":4}}}
            """;
        Write("open_clip_config.json", Merge(Plain, options));
        SafetensorsFile.Write(Path.Combine(Folder, "open_clip_model.safetensors"), weights ?? OpenClipWeights());
        WriteVocabulary();
    }

    /// <summary>Writes a checkpoint in Hugging Face's layout.</summary>
    /// <param name="options">Options beside those of the plain model, as JSON.</param>
    /// <param name="weights">The weights; null for those of the plain model.</param>
    public void WriteHuggingFace(string options = "{}", Dictionary<string, TensorData>? weights = null)
    {
        const string Plain = """
            {"model_type":"clip","projection_dim":6,
             "text_config":{"hidden_size":8,"intermediate_size":32,"num_hidden_layers":2,"num_attention_heads":2,
             "vocab_size":521,"max_position_embeddings":12},
             "vision_config":{"hidden_size":12,"intermediate_size":48,"num_hidden_layers":3,"num_attention_heads":3,
             "image_size":8,"patch_size":4}}
            """;
        Write("config.json", Merge(Plain, options));
        SafetensorsFile.Write(Path.Combine(Folder, "model.safetensors"), weights ?? HuggingFaceWeights());
        WriteVocabulary();
    }

    /// <summary>Writes a file of the checkpoint.</summary>
    public void Write(string name, string content)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, name), content);
    }

    private static Dictionary<string, TensorData> CreateWeights(ClipConfig? config) =>
        ClipShapes
            .Compute(config ?? Config)
            .ToDictionary(pair => pair.Key, pair => CreateWeight(pair.Key, pair.Value), StringComparer.Ordinal);

    private static TensorData CreateWeight(string name, long[] shape)
    {
        var phase = name.Sum(character => character) * 0.01;
        return new(
            shape,
            [
                .. Enumerable
                    .Range(0, (int)shape.Aggregate(1L, (count, size) => count * size))
                    .Select(index => (float)(0.8 * Math.Sin((double)index * index * 0.37 + index * 0.11 + phase))),
            ]
        );
    }

    private static string Merge(string plain, string options)
    {
        var merged = JsonNode.Parse(plain)!.AsObject();
        MergeInto(merged, JsonNode.Parse(options)!.AsObject());
        return merged.ToJsonString();
    }

    private static void MergeInto(JsonObject target, JsonObject options)
    {
        foreach (var (name, value) in options)
            if (value is JsonObject section && target[name] is JsonObject existing)
                MergeInto(existing, section);
            else
                target[name] = value?.DeepClone();
    }

    private void WriteVocabulary()
    {
        foreach (var name in new[] { "vocab.json", "merges.txt" })
            File.Copy(Path.Combine(vocabulary.Folder, name), Path.Combine(Folder, name), overwrite: true);
    }
}
