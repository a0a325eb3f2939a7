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
        Save(
            "hf",
            "config.json",
            HuggingFaceConfig,
            "model.safetensors",
            CheckpointNames.ToHuggingFace(weights.Tensors)
        );
        Save(
            "oc",
            "open_clip_config.json",
            OpenClipConfig,
            "open_clip_model.safetensors",
            CheckpointNames.ToOpenClip(weights.Tensors)
        );

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
        var tensors = CheckpointNames.ToOpenClip(TinyClip.Weights().Tensors);
        tensors.Remove("ln_final.bias");
        tensors["visual.proj"] = new([2, 2], [1, 2, 3, 4]);
        tensors["visual.extra"] = new([], [1]);
        Save("oc", "open_clip_config.json", OpenClipConfig, "open_clip_model.safetensors", tensors);

        var error = Assert.Throws<InvalidDataException>(() => ClipCheckpoint.Load(Path.Combine(folder, "oc")));

        Assert.Contains("missing 'text.ln_final.bias' [8]", error.Message, StringComparison.Ordinal);
        Assert.Contains("surplus 'visual.extra'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'visual.proj' is [2, 2], expected [12, 6]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"layers\":2", "text tower")]
    [InlineData("\"layers\":3", "vision tower")]
    public void Load_MoreLayersThanAnyModelHas_IsRefusedBeforeTheirWeightsAreNamed(string layers, string tower)
    {
        var config = OpenClipConfig.Replace(layers, "\"layers\":1000000000", StringComparison.Ordinal);
        var tensors = CheckpointNames.ToOpenClip(TinyClip.Weights().Tensors);
        Save("oc", "open_clip_config.json", config, "open_clip_model.safetensors", tensors);

        var error = Assert.Throws<InvalidDataException>(() => ClipCheckpoint.Load(Path.Combine(folder, "oc")));

        Assert.Contains(tower, error.Message, StringComparison.Ordinal);
        Assert.Contains("at most 1000 layers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingKeyProjection_NamesTheJoinedWeight()
    {
        var tensors = CheckpointNames.ToHuggingFace(TinyClip.Weights().Tensors);
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
