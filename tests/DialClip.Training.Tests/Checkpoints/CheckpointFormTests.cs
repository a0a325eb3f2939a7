using DialClip.Training.Checkpoints;
using DialClip.Training.Terminal;
using DialClip.Training.Tests.Checkpoints.Options;

namespace DialClip.Training.Tests.Checkpoints;

/// <summary>Checkpoints that are right in an unusual form are read; wrong ones are refused in a few words.</summary>
public sealed class CheckpointFormTests : IDisposable
{
    private readonly OptionCheckpoint checkpoint = new();

    public void Dispose() => checkpoint.Dispose();

    [Fact]
    public void Load_ScaleAsAListOfOne_IsAScalar()
    {
        var weights = OptionCheckpoint.OpenClipWeights();
        weights["logit_scale"] = new([1], weights["logit_scale"].Values);
        checkpoint.WriteOpenClip(weights: weights);

        var scale = ClipCheckpoint.Load(checkpoint.Folder)["logit_scale"];

        Assert.Empty(scale.Shape);
        Assert.Equal(weights["logit_scale"].Values, scale.Values);
    }

    [Theory]
    [InlineData("_orig_mod.")]
    [InlineData("module.")]
    [InlineData("module._orig_mod.")]
    public void Load_PrefixOfAWrapper_IsRemovedAndSaid(string prefix)
    {
        var plain = OptionCheckpoint.HuggingFaceWeights();
        checkpoint.WriteHuggingFace(weights: plain.ToDictionary(pair => prefix + pair.Key, pair => pair.Value));
        var progress = new StringWriter();

        var digest = ClipCheckpoint
            .Load(checkpoint.Folder, new LineProgress(progress, TimeProvider.System))
            .ComputeDigest();

        Assert.Contains($"'{prefix}'", progress.ToString(), StringComparison.Ordinal);
        checkpoint.WriteHuggingFace();
        Assert.Equal(ClipCheckpoint.Load(checkpoint.Folder).ComputeDigest(), digest);
    }

    [Fact]
    public void Load_CompiledPartsOfAModel_AreRenamed()
    {
        checkpoint.WriteOpenClip(
            weights: OptionCheckpoint
                .OpenClipWeights()
                .ToDictionary(
                    pair => pair.Key.Replace("visual.", "visual._orig_mod.", StringComparison.Ordinal),
                    pair => pair.Value
                )
        );

        ClipCheckpoint.Load(checkpoint.Folder);
    }

    [Fact]
    public void Load_WeightsOfAnotherModel_NamesFiveAndCountsTheRest()
    {
        checkpoint.WriteOpenClip("""{"model_cfg":{"text_cfg":{"layers":40},"vision_cfg":{"layers":40}}}""");

        var error = LoadError();

        Assert.Contains("(900 missing, 0 surplus, 0 of another shape)", error, StringComparison.Ordinal);
        Assert.InRange(error.Split('\'').Length, 3, 13);
        Assert.InRange(error.Length, 50, 800);
    }

    [Theory]
    [InlineData(true, "text_cfg.mlp_ratio")]
    [InlineData(false, "text_config.intermediate_size")]
    public void Load_FeedForwardOfAnotherWidth_NamesTheOption(bool isOpenClip, string option)
    {
        var config = OptionCheckpoint.Config with { Text = OptionCheckpoint.Config.Text with { HiddenWidth = 48 } };
        if (isOpenClip)
            checkpoint.WriteOpenClip(weights: OptionCheckpoint.OpenClipWeights(config));
        else
            checkpoint.WriteHuggingFace(weights: OptionCheckpoint.HuggingFaceWeights(config));

        var error = LoadError();

        Assert.Contains(option, error, StringComparison.Ordinal);
        Assert.Contains("48", error, StringComparison.Ordinal);
        Assert.Contains("32", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "infinity")]
    public void Load_WeightThatIsNoNumber_NamesFileTensorAndElement(float value, string expected)
    {
        const string Name = "vision_model.encoder.layers.1.self_attn.k_proj.bias";
        var weights = OptionCheckpoint.HuggingFaceWeights();
        var values = weights[Name].Values.ToArray();
        values[3] = value;
        weights[Name] = new(weights[Name].Shape, values);
        checkpoint.WriteHuggingFace(weights: weights);

        var error = LoadError();

        Assert.Contains($"'{Name}'", error, StringComparison.Ordinal);
        Assert.Contains("model.safetensors", error, StringComparison.Ordinal);
        Assert.Contains($"{expected} at element 3", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ConfigurationsOfBothLayouts_TakesTheOneWithWeights()
    {
        checkpoint.WriteOpenClip("""{"model_cfg":{"embed_dim":99}}""");
        File.Delete(Path.Combine(checkpoint.Folder, "open_clip_model.safetensors"));
        checkpoint.WriteHuggingFace();

        Assert.Equal(OptionCheckpoint.Config, ClipCheckpoint.Load(checkpoint.Folder).Config);
    }

    [Fact]
    public void Load_ConfigurationsWithoutWeights_NamesAllThatIsMissing()
    {
        checkpoint.WriteOpenClip();
        checkpoint.WriteHuggingFace();
        File.Delete(Path.Combine(checkpoint.Folder, "open_clip_model.safetensors"));
        File.Delete(Path.Combine(checkpoint.Folder, "model.safetensors"));

        var error = LoadError();

        Assert.Contains("'open_clip_model.safetensors'", error, StringComparison.Ordinal);
        Assert.Contains("'model.safetensors'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"model_cfg\":3}")]
    [InlineData("{")]
    [InlineData("")]
    public void Load_ConfigurationThatIsNone_IsRefused(string content)
    {
        checkpoint.WriteOpenClip();
        checkpoint.Write("open_clip_config.json", content);

        Assert.Contains("open_clip_config.json", LoadError(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ByteOrderMark_IsPassedOver()
    {
        checkpoint.WriteOpenClip();
        var path = Path.Combine(checkpoint.Folder, "open_clip_config.json");
        File.WriteAllBytes(path, [0xEF, 0xBB, 0xBF, .. File.ReadAllBytes(path)]);

        Assert.Equal(OptionCheckpoint.Config, ClipCheckpoint.Load(checkpoint.Folder).Config);
    }

    [Theory]
    [InlineData("""{"model_cfg":{"quick_gelu":false}}""", true)]
    [InlineData("""{"model_cfg":{"text_cfg":{"norm_kwargs":{"eps":0.00001}}}}""", true)]
    [InlineData("""{"model_cfg":{"text_cfg":{"norm_kwargs":{"eps":0.01}}}}""", false)]
    [InlineData("""{"model_cfg":{"text_cfg":{"no_causal_mask":true}}}""", false)]
    [InlineData("""{"model_cfg":{"vision_cfg":{"pool_type":"avg"}}}""", false)]
    public void ComputeDigest_OptionThatChangesFeatures_IsPartOfIt(string options, bool isSame)
    {
        checkpoint.WriteOpenClip();
        var plain = ClipCheckpoint.Load(checkpoint.Folder).ComputeDigest();
        checkpoint.WriteOpenClip(options);

        Assert.Equal(isSame, plain == ClipCheckpoint.Load(checkpoint.Folder).ComputeDigest());
    }

    private string LoadError() =>
        Assert.Throws<InvalidDataException>(() => ClipCheckpoint.Load(checkpoint.Folder)).Message;
}
