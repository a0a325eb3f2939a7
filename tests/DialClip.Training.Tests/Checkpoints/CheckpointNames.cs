namespace DialClip.Training.Tests.Checkpoints;

/// <summary>Maps weights to the names of both layouts.</summary>
internal static class CheckpointNames
{
    public static Dictionary<string, TensorData> ToOpenClip(IReadOnlyDictionary<string, TensorData> ours) =>
        ours.ToDictionary(
            pair => pair.Key.StartsWith("text.", StringComparison.Ordinal) ? pair.Key["text.".Length..] : pair.Key,
            pair => pair.Value
        );

    public static Dictionary<string, TensorData> ToHuggingFace(IReadOnlyDictionary<string, TensorData> ours)
    {
        var theirs = new Dictionary<string, TensorData>
        {
            ["text_model.embeddings.position_ids"] = new([1, 2], [0, 1]),
        };
        foreach (var (name, tensor) in ours)
        {
            if (name.Contains("in_proj", StringComparison.Ordinal))
            {
                var third = (int)tensor.Shape[0] / 3;
                var row = tensor.Values.Length / (int)tensor.Shape[0];
                for (var part = 0; part < 3; part++)
                    theirs[
                        Rename(
                            name.Replace("attn.in_proj_", $"self_attn.{"qkv"[part]}_proj.", StringComparison.Ordinal)
                        )
                    ] = new(
                        [third, .. tensor.Shape[1..]],
                        tensor.Values[(part * third * row)..((part + 1) * third * row)]
                    );
            }
            else if (name is "text.text_projection" or "visual.proj")
            {
                theirs[name == "visual.proj" ? "visual_projection.weight" : "text_projection.weight"] =
                    tensor.Transpose();
            }
            else
            {
                theirs[Rename(name)] = tensor;
            }
        }
        return theirs;
    }

    private static string Rename(string name) =>
        name.Replace("text.transformer.resblocks", "text_model.encoder.layers", StringComparison.Ordinal)
            .Replace("visual.transformer.resblocks", "vision_model.encoder.layers", StringComparison.Ordinal)
            .Replace("ln_1", "layer_norm1", StringComparison.Ordinal)
            .Replace("ln_2", "layer_norm2", StringComparison.Ordinal)
            .Replace("attn.out_proj", "self_attn.out_proj", StringComparison.Ordinal)
            .Replace("c_fc", "fc1", StringComparison.Ordinal)
            .Replace("c_proj", "fc2", StringComparison.Ordinal)
            .Replace("text.token_embedding", "text_model.embeddings.token_embedding", StringComparison.Ordinal)
            .Replace(
                "text.positional_embedding",
                "text_model.embeddings.position_embedding.weight",
                StringComparison.Ordinal
            )
            .Replace("text.ln_final", "text_model.final_layer_norm", StringComparison.Ordinal)
            .Replace("visual.conv1", "vision_model.embeddings.patch_embedding", StringComparison.Ordinal)
            .Replace("visual.class_embedding", "vision_model.embeddings.class_embedding", StringComparison.Ordinal)
            .Replace(
                "visual.positional_embedding",
                "vision_model.embeddings.position_embedding.weight",
                StringComparison.Ordinal
            )
            .Replace("visual.ln_pre", "vision_model.pre_layrnorm", StringComparison.Ordinal)
            .Replace("visual.ln_post", "vision_model.post_layernorm", StringComparison.Ordinal);
}
