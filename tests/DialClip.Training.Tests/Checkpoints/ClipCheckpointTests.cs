using DialClip.Training.Checkpoints;

namespace DialClip.Training.Tests.Checkpoints;

public sealed class ClipCheckpointTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dialclip-checkpoint-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Load_BothLayoutsOfOneModel_AgreeInEveryWeight()
    {
        var weights = TinyClip.Weights();
        Save("hf", "config.json", HuggingFaceConfig, "model.safetensors", ToHuggingFace(weights.Tensors));
        Save("oc", "open_clip_config.json", OpenClipConfig, "open_clip_model.safetensors", ToOpenClip(weights.Tensors));

        var (hugging, open) = (
            ClipCheckpoint.Load(Path.Combine(folder, "hf")),
            ClipCheckpoint.Load(Path.Combine(folder, "oc"))
        );

        Assert.Equal(weights.Config, hugging.Config);
        Assert.Equal(weights.Config, open.Config);
        Assert.Equal(weights.ComputeDigest(), hugging.ComputeDigest());
        Assert.Equal(weights.ComputeDigest(), open.ComputeDigest());
    }

    [Fact]
    public void Load_SeveralFaults_AreAllListedAtOnce()
    {
        var tensors = ToOpenClip(TinyClip.Weights().Tensors);
        tensors.Remove("ln_final.bias");
        tensors["visual.proj"] = new([2, 2], [1, 2, 3, 4]);
        tensors["visual.extra"] = new([], [1]);
        Save("oc", "open_clip_config.json", OpenClipConfig, "open_clip_model.safetensors", tensors);

        var error = Assert.Throws<InvalidDataException>(() => ClipCheckpoint.Load(Path.Combine(folder, "oc")));

        Assert.Contains("missing 'text.ln_final.bias' [8]", error.Message, StringComparison.Ordinal);
        Assert.Contains("surplus 'visual.extra'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'visual.proj' is [2, 2], expected [12, 6]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingKeyProjection_NamesTheJoinedWeight()
    {
        var tensors = ToHuggingFace(TinyClip.Weights().Tensors);
        tensors.Remove("text_model.encoder.layers.1.self_attn.k_proj.weight");
        Save("hf", "config.json", HuggingFaceConfig, "model.safetensors", tensors);

        var error = Assert.Throws<InvalidDataException>(() => ClipCheckpoint.Load(Path.Combine(folder, "hf")));

        Assert.Contains(
            "missing 'text.transformer.resblocks.1.attn.in_proj_weight'",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Load_FolderWithoutConfiguration_SaysWhatWasExpected()
    {
        var error = Assert.Throws<InvalidDataException>(() => ClipCheckpoint.Load(folder));

        Assert.Contains("open_clip_config.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("config.json", error.Message, StringComparison.Ordinal);
    }

    [RequiresFact(Tool.Golden)]
    public void Load_GoldenCheckpoints_AreOneModelInTwoLayouts()
    {
        var golden = Path.Combine(RepositoryPaths.SharedData, "golden");

        Assert.Equal(
            ClipCheckpoint.Load(Path.Combine(golden, "checkpoint-hf")).ComputeDigest(),
            ClipCheckpoint.Load(Path.Combine(golden, "checkpoint-openclip")).ComputeDigest()
        );
    }

    private const string HuggingFaceConfig = """
        {"projection_dim":6,
         "text_config":{"hidden_size":8,"num_hidden_layers":2,"num_attention_heads":2,"vocab_size":20,
         "max_position_embeddings":12,"hidden_act":"quick_gelu","eos_token_id":2},
         "vision_config":{"hidden_size":12,"num_hidden_layers":3,"num_attention_heads":3,"image_size":8,"patch_size":4}}
        """;

    private const string OpenClipConfig = """
        {"model_cfg":{"embed_dim":6,"quick_gelu":true,
         "text_cfg":{"width":8,"layers":2,"heads":2,"vocab_size":20,"context_length":12},
         "vision_cfg":{"width":12,"layers":3,"head_width":4,"image_size":8,"patch_size":4}}}
        """;

    private static Dictionary<string, TensorData> ToOpenClip(IReadOnlyDictionary<string, TensorData> ours) =>
        ours.ToDictionary(
            pair => pair.Key.StartsWith("text.", StringComparison.Ordinal) ? pair.Key["text.".Length..] : pair.Key,
            pair => pair.Value
        );

    private static Dictionary<string, TensorData> ToHuggingFace(IReadOnlyDictionary<string, TensorData> ours)
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

    private void Save(
        string name,
        string configName,
        string config,
        string weightsName,
        Dictionary<string, TensorData> tensors
    )
    {
        Directory.CreateDirectory(Path.Combine(folder, name));
        File.WriteAllText(Path.Combine(folder, name, configName), config);
        SafetensorsFile.Write(Path.Combine(folder, name, weightsName), tensors);
    }
}
