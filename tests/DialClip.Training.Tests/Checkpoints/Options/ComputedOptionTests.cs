using DialClip.Artifacts;
using DialClip.Artifacts.Stores;
using DialClip.Encoders;
using DialClip.Training.Checkpoints;
using DialClip.Training.Commands;
using DialClip.Training.Heads;

namespace DialClip.Training.Tests.Checkpoints.Options;

/// <summary>Every computed option, served by ONNX Runtime and read for training, as the reference has it.</summary>
[Collection(nameof(TorchSharp))]
public sealed class ComputedOptionTests : IDisposable
{
    private const float Tolerance = 1e-5f;
    private const string Text = "hello cat";

    private readonly OptionCheckpoint checkpoint = new();

    public void Dispose() => checkpoint.Dispose();

    [Theory]
    [InlineData("plain", "{}")]
    [InlineData("no causal mask", """{"model_cfg":{"text_cfg":{"no_causal_mask":true}}}""")]
    [InlineData("patch mean", """{"model_cfg":{"vision_cfg":{"pool_type":"avg"}}}""")]
    [InlineData(
        "patch mean, then norm",
        """{"model_cfg":{"vision_cfg":{"pool_type":"avg","final_ln_after_pool":true}}}"""
    )]
    [InlineData("plain", """{"model_cfg":{"vision_cfg":{"final_ln_after_pool":true,"pool_type":"tok"}}}""")]
    [InlineData(
        "exact and tanh GELU",
        """{"model_cfg":{"quick_gelu":false,"vision_cfg":{"act_kwargs":{"approximate":"tanh"}}}}"""
    )]
    [InlineData(
        "tanh and exact GELU",
        """{"model_cfg":{"quick_gelu":false,"text_cfg":{"act_kwargs":{"approximate":"tanh"}}}}"""
    )]
    [InlineData(
        "epsilons",
        """{"model_cfg":{"text_cfg":{"norm_kwargs":{"eps":0.01}},"vision_cfg":{"norm_kwargs":{"eps":0.02}}}}"""
    )]
    [InlineData(
        "squash, bilinear",
        """
            {"preprocess_cfg":{"size":[8,8],"mean":[0.5,0.5,0.5],"std":0.5,"interpolation":"bilinear",
             "resize_mode":"squash"}}
            """
    )]
    [InlineData("longest, filled", """{"preprocess_cfg":{"resize_mode":"longest","fill_color":128}}""")]
    public async Task Import_OpenClip_ServesAndTrainsAsTheReference(string reference, string options)
    {
        checkpoint.WriteOpenClip(options);

        await AssertFeaturesAsync(reference);
    }

    [Theory]
    [InlineData("plain", "{}")]
    [InlineData("quick and exact GELU", """{"vision_config":{"hidden_act":"gelu"}}""")]
    [InlineData(
        "exact and tanh GELU",
        """{"text_config":{"hidden_act":"gelu"},"vision_config":{"hidden_act":"gelu_new"}}"""
    )]
    [InlineData(
        "tanh and exact GELU",
        """{"text_config":{"hidden_act":"gelu_pytorch_tanh"},"vision_config":{"hidden_act":"gelu"}}"""
    )]
    [InlineData("epsilons", """{"text_config":{"layer_norm_eps":0.01},"vision_config":{"layer_norm_eps":0.02}}""")]
    [InlineData(
        "quick and exact GELU",
        """
            {"text_config":null,"vision_config":{"hidden_size":99},
             "text_config_dict":{"hidden_size":8,"intermediate_size":32,"num_hidden_layers":2,"num_attention_heads":2,
             "vocab_size":521,"max_position_embeddings":12},
             "vision_config_dict":{"hidden_size":12,"intermediate_size":48,"num_hidden_layers":3,
             "num_attention_heads":3,"image_size":8,"patch_size":4,"hidden_act":"gelu"}}
            """
    )]
    [InlineData(
        "quick and exact GELU",
        """
            {"text_config":{"layer_norm_eps":0.00001},"text_config_dict":{"num_attention_heads":2},
             "vision_config_dict":{"num_attention_heads":3,"hidden_act":"gelu"}}
            """
    )]
    public async Task Import_HuggingFace_ServesAndTrainsAsTheReference(string reference, string options)
    {
        checkpoint.WriteHuggingFace(options);

        await AssertFeaturesAsync(reference);
    }

    [Theory]
    [InlineData("plain", "{}")]
    [InlineData(
        "larger than the crop",
        """{"size":{"shortest_edge":16},"crop_size":{"height":8,"width":8},"do_center_crop":true,"resample":2}"""
    )]
    [InlineData("no crop", """{"size":{"height":8,"width":8,"longest_edge":null},"do_center_crop":false}""")]
    [InlineData("no crop", """{"size":8,"default_to_square":true,"crop_size":8}""")]
    [InlineData("no normalization", """{"do_normalize":false}""")]
    [InlineData("levels", """{"do_rescale":false,"image_mean":[120,110,100],"image_std":[60,61,62]}""")]
    [InlineData(
        "factor",
        """{"rescale_factor":0.00784313725490196,"image_mean":[1,0.9,0.8],"image_std":[0.5,0.6,0.7]}"""
    )]
    public async Task Import_PreprocessorConfig_ServesAndTrainsAsTheReference(string reference, string options)
    {
        checkpoint.WriteHuggingFace();
        checkpoint.Write("preprocessor_config.json", options);

        await AssertFeaturesAsync(reference);
    }

    [Fact]
    public async Task Import_ProcessorConfig_GoesBeforePreprocessorConfig()
    {
        checkpoint.WriteHuggingFace();
        checkpoint.Write("preprocessor_config.json", """{"do_normalize":false}""");
        checkpoint.Write(
            "processor_config.json",
            """
            {"processor_class":"CLIPProcessor",
             "image_processor":{"image_processor_type":"CLIPImageProcessorFast","image_mean":[0.5,0.5,0.5],
             "image_std":[0.5,0.5,0.5]}}
            """
        );

        await AssertFeaturesAsync("half");
    }

    [Fact]
    public async Task Import_OtherHiddenWidths_AreComputed()
    {
        var config = new ClipConfig(
            6,
            OptionCheckpoint.Config.Text with
            {
                HiddenWidth = 20,
            },
            OptionCheckpoint.Config.Vision with
            {
                HiddenWidth = 72,
            }
        );
        checkpoint.WriteOpenClip(
            """{"model_cfg":{"text_cfg":{"mlp_ratio":2.5},"vision_cfg":{"mlp_ratio":6}}}""",
            OptionCheckpoint.OpenClipWeights(config)
        );

        await AssertFeaturesAsync("hidden widths");
    }

    // The comparison with TorchSharp in 32 bits is part of the import.
    [Theory]
    [InlineData("""{"model_cfg":{"text_cfg":{"no_causal_mask":true}}}""")]
    [InlineData("""{"model_cfg":{"vision_cfg":{"pool_type":"avg"}}}""")]
    [InlineData("""{"model_cfg":{"vision_cfg":{"pool_type":"avg","final_ln_after_pool":true}}}""")]
    [InlineData("""{"model_cfg":{"quick_gelu":false,"vision_cfg":{"act_kwargs":{"approximate":"tanh"}}}}""")]
    public async Task Import_HalfPrecision_AgreesWithTorchSharp(string options)
    {
        checkpoint.WriteOpenClip(options);
        var errors = new StringWriter();

        var code = await CommandRunner.RunAsync(
            ["import", checkpoint.Folder, "--id", "x", "--store", checkpoint.Store, "--precision", "fp16"],
            TextWriter.Null,
            errors
        );

        Assert.True(code == ExitCode.Success, errors.ToString());
    }

    [Fact]
    public void Save_AnyOptions_AreReadBack()
    {
        var config = OptionCheckpoint.Config;
        config = config with
        {
            Text = config.Text with
            {
                Activation = Activation.TanhGelu,
                LayerNormEpsilon = 1e-6,
                HiddenWidth = 21,
                IsCausal = false,
            },
            Vision = config.Vision with
            {
                Activation = Activation.Gelu,
                HiddenWidth = 53,
                Pooling = PicturePooling.PatchMeanThenNorm,
            },
        };
        ClipCheckpoint.Save(checkpoint.Folder, TinyClip.Weights(config));

        Assert.Equal(config, ClipCheckpoint.Load(checkpoint.Folder).Config);
    }

    private async Task AssertFeaturesAsync(string reference)
    {
        var errors = new StringWriter();
        var code = await CommandRunner.RunAsync(
            ["import", checkpoint.Folder, "--id", "x", "--store", checkpoint.Store],
            TextWriter.Null,
            errors
        );
        Assert.True(code == ExitCode.Success, errors.ToString());

        var (text, picture) = ReferenceFeatures.ByOptions[reference];
        var loader = new ArtifactLoader(new FileArtifactStore(checkpoint.Store), checkpoint.Folder + "-cache");
        using (
            var backbone = Backbone.Load(
                await loader.OpenAsync("backbones/x/fp32", null, CancellationToken.None),
                new EncoderOptions()
            )
        )
        {
            AssertClose(text, backbone.EncodeText([Text], CancellationToken.None));
            AssertClose(
                [.. text, .. text],
                backbone.EncodeText([Text, Text, "hello hello hello cat"], CancellationToken.None)[..12]
            );
            AssertClose(picture, backbone.EncodePictures([OptionCheckpoint.Picture], CancellationToken.None));
        }
        var exported = Path.Combine(checkpoint.Store, "backbones", "x", "fp32");
        foreach (var folder in new[] { checkpoint.Folder, exported })
        {
            using var clip = FrozenClip.Load(folder);
            AssertClose(text, clip.EncodeText(Text));
            AssertClose(picture, clip.EncodePicture(OptionCheckpoint.Picture));
        }
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }
}
