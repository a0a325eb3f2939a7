using System.Text.RegularExpressions;

namespace DialClip.Training.Checkpoints;

/// <summary>Maps the weights of Hugging Face's layout: joins query, key and value, transposes projections.</summary>
internal static partial class HuggingFaceNames
{
    private static readonly Dictionary<string, string> Single = new(StringComparer.Ordinal)
    {
        ["logit_scale"] = "logit_scale",
        ["text_model.embeddings.token_embedding.weight"] = "text.token_embedding.weight",
        ["text_model.embeddings.position_embedding.weight"] = "text.positional_embedding",
        ["text_model.final_layer_norm.weight"] = "text.ln_final.weight",
        ["text_model.final_layer_norm.bias"] = "text.ln_final.bias",
        ["vision_model.embeddings.class_embedding"] = "visual.class_embedding",
        ["vision_model.embeddings.patch_embedding.weight"] = "visual.conv1.weight",
        ["vision_model.embeddings.position_embedding.weight"] = "visual.positional_embedding",
        ["vision_model.pre_layrnorm.weight"] = "visual.ln_pre.weight",
        ["vision_model.pre_layrnorm.bias"] = "visual.ln_pre.bias",
        ["vision_model.post_layernorm.weight"] = "visual.ln_post.weight",
        ["vision_model.post_layernorm.bias"] = "visual.ln_post.bias",
    };

    // nn.Linear stores (out, in) where CLIP multiplies by (in, out).
    private static readonly Dictionary<string, string> Transposed = new(StringComparer.Ordinal)
    {
        ["text_projection.weight"] = "text.text_projection",
        ["visual_projection.weight"] = "visual.proj",
    };

    private static readonly Dictionary<string, string> InBlock = new(StringComparer.Ordinal)
    {
        ["layer_norm1"] = "ln_1",
        ["layer_norm2"] = "ln_2",
        ["self_attn.out_proj"] = "attn.out_proj",
        ["mlp.fc1"] = "mlp.c_fc",
        ["mlp.fc2"] = "mlp.c_proj",
    };

    /// <summary>Maps weights by their names; unknown ones keep theirs.</summary>
    public static IReadOnlyDictionary<string, TensorData> Map(IReadOnlyDictionary<string, TensorData> tensors)
    {
        var mapped = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
        {
            if (CheckpointBuffers.IsBuffer(name))
                continue;
            if (Single.TryGetValue(name, out var mappedName))
                mapped[mappedName] = tensor;
            else if (Transposed.TryGetValue(name, out mappedName))
                mapped[mappedName] = tensor.Transpose();
            else if (Block().Match(name) is { Success: true } match)
                AddBlock(mapped, tensors, match, tensor);
            else
                mapped[name] = tensor; // unknown: the validation that follows names it
        }
        return mapped;
    }

    private static void AddBlock(
        Dictionary<string, TensorData> mapped,
        IReadOnlyDictionary<string, TensorData> tensors,
        Match match,
        TensorData tensor
    )
    {
        var (tower, layer, part, kind) = (
            match.Groups["tower"].Value,
            match.Groups["layer"].Value,
            match.Groups["part"].Value,
            match.Groups["kind"].Value
        );
        var block = $"{(tower == "text_model" ? "text" : "visual")}.transformer.resblocks.{layer}.";
        if (InBlock.TryGetValue(part, out var mappedName))
        {
            mapped[block + mappedName + "." + kind] = tensor;
            return;
        }
        if (part is not ("self_attn.q_proj" or "self_attn.k_proj" or "self_attn.v_proj"))
        {
            mapped[match.Value] = tensor;
            return;
        }
        TensorData? Part(char letter) =>
            tensors.GetValueOrDefault($"{tower}.encoder.layers.{layer}.self_attn.{letter}_proj.{kind}");
        if (Part('q') is { } query && Part('k') is { } key && Part('v') is { } value)
            mapped[block + "attn.in_proj_" + kind] = TensorData.Concatenate(query, key, value);
    }

    [GeneratedRegex(
        @"^(?<tower>text_model|vision_model)\.encoder\.layers\.(?<layer>\d+)\.(?<part>.+)\.(?<kind>weight|bias)$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Block();
}
