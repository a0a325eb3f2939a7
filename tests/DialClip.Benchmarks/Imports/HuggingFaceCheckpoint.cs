using System.Text.Encodings.Web;
using System.Text.Json;
using DialClip.Benchmarks.Heads;
using DialClip.Training.Tokenizing;

namespace DialClip.Benchmarks.Imports;

/// <summary>Writes a random CLIP in Hugging Face's layout, with a synthetic vocabulary.</summary>
internal static class HuggingFaceCheckpoint
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly (string Name, string HuggingFaceName)[] Names =
    [
        ("text.token_embedding", "text_model.embeddings.token_embedding"),
        ("text.positional_embedding", "text_model.embeddings.position_embedding.weight"),
        ("text.ln_final", "text_model.final_layer_norm"),
        ("text.text_projection", "text_projection.weight"),
        ("visual.class_embedding", "vision_model.embeddings.class_embedding"),
        ("visual.conv1", "vision_model.embeddings.patch_embedding"),
        ("visual.positional_embedding", "vision_model.embeddings.position_embedding.weight"),
        ("visual.ln_pre", "vision_model.pre_layrnorm"),
        ("visual.ln_post", "vision_model.post_layernorm"),
        ("visual.proj", "visual_projection.weight"),
        ("text.transformer.resblocks.", "text_model.encoder.layers."),
        ("visual.transformer.resblocks.", "vision_model.encoder.layers."),
        (".ln_1.", ".layer_norm1."),
        (".ln_2.", ".layer_norm2."),
        (".attn.out_proj.", ".self_attn.out_proj."),
        (".mlp.c_fc.", ".mlp.fc1."),
        (".mlp.c_proj.", ".mlp.fc2."),
    ];

    /// <summary>Writes configuration, weights and vocabulary.</summary>
    public static void Write(string folder, ClipConfig config)
    {
        Directory.CreateDirectory(folder);
        var (text, vision) = (config.Text, config.Vision);
        var description = new
        {
            projection_dim = config.Dimension,
            text_config = new
            {
                hidden_size = text.Width,
                num_hidden_layers = text.Layers,
                num_attention_heads = text.Heads,
                vocab_size = text.VocabularySize,
                max_position_embeddings = text.ContextLength,
            },
            vision_config = new
            {
                hidden_size = vision.Width,
                num_hidden_layers = vision.Layers,
                num_attention_heads = vision.Heads,
                image_size = vision.ImageSize,
                patch_size = vision.PatchSize,
            },
        };
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(description));
        var tensors = RandomClip
            .CreateWeights(config)
            .Tensors.SelectMany(pair => Split(pair.Key, pair.Value))
            .ToDictionary(part => part.Name, part => part.Tensor, StringComparer.Ordinal);
        SafetensorsFile.Write(Path.Combine(folder, "model.safetensors"), tensors);
        WriteVocabulary(folder, text.VocabularySize);
    }

    private static IEnumerable<(string Name, TensorData Tensor)> Split(string name, TensorData tensor)
    {
        var mappedName = Names.Aggregate(
            name,
            (current, pair) => current.Replace(pair.Name, pair.HuggingFaceName, StringComparison.Ordinal)
        );
        const string Joint = ".attn.in_proj_";
        var index = mappedName.IndexOf(Joint, StringComparison.Ordinal);
        if (index < 0)
            return [(mappedName, name is "text.text_projection" or "visual.proj" ? tensor.Transpose() : tensor)];
        var (block, kind, size) = (mappedName[..index], mappedName[(index + Joint.Length)..], tensor.Values.Length / 3);
        long[] shape = [tensor.Shape[0] / 3, .. tensor.Shape[1..]];
        return "qkv".Select(
            (letter, part) =>
                (
                    $"{block}.self_attn.{letter}_proj.{kind}",
                    new TensorData(shape, tensor.Values[(part * size)..((part + 1) * size)])
                )
        );
    }

    // Bytes, bytes at the end of a word, pairs of them, start and end.
    private static void WriteVocabulary(string folder, int size)
    {
        var bytes = ClipWords.Alphabet;
        var pairs = bytes
            .SelectMany(left => bytes.Select(right => (left, right)))
            .Take(size - 2 * bytes.Count - 2)
            .ToList();
        string[] tokens =
        [
            .. bytes,
            .. bytes.Select(symbol => symbol + ClipWords.EndOfWord),
            .. pairs.Select(pair => pair.left + pair.right),
            "<|startoftext|>",
            "<|endoftext|>",
        ];
        File.WriteAllText(
            Path.Combine(folder, "vocab.json"),
            JsonSerializer.Serialize(
                tokens.Select((token, id) => (token, id)).ToDictionary(pair => pair.token, pair => pair.id),
                Json
            )
        );
        File.WriteAllText(
            Path.Combine(folder, "merges.txt"),
            "#version: 0.2\n" + string.Concat(pairs.Select(pair => $"{pair.left} {pair.right}\n"))
        );
    }
}
