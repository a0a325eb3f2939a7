using DialClip.Training.Checkpoints;
using DialClip.Training.Tests.Checkpoints.Options;

namespace DialClip.Training.Tests.Checkpoints;

/// <summary>Families of published checkpoints that differ from OpenAI's in options and names alone.</summary>
public sealed class CheckpointFamilyTests : IDisposable
{
    private readonly OptionCheckpoint checkpoint = new();

    public void Dispose() => checkpoint.Dispose();

    // LAION and DataComp leave quick_gelu out, DFN sets it; all name their preprocessing.
    [Theory]
    [InlineData("false", Activation.Gelu)]
    [InlineData("true", Activation.QuickGelu)]
    public void Load_OpenClipsOwnModels_HaveTheirActivationAndPixels(string isQuick, object activation)
    {
        checkpoint.WriteOpenClip(
            """{"model_cfg":{"quick_gelu":ACT},"preprocess_cfg":{"mean":[0.1,0.2,0.3],"std":[0.4,0.5,0.6]}}""".Replace(
                "ACT",
                isQuick,
                StringComparison.Ordinal
            )
        );

        var weights = ClipCheckpoint.Load(checkpoint.Folder);

        Assert.Equal((Activation)activation, weights.Config.Text.Activation);
        Assert.Equal((Activation)activation, weights.Config.Vision.Activation);
        Assert.Equal([0.1f, 0.2f, 0.3f], ClipPreprocessing.Read(checkpoint.Folder).Mean);
    }

    [Fact]
    public void Load_LongClip_JoinsItsTwoTablesOfPositions()
    {
        const int Context = 31;
        var config = OptionCheckpoint.Config with
        {
            Text = OptionCheckpoint.Config.Text with { ContextLength = Context },
        };
        var weights = OptionCheckpoint.OpenClipWeights(config);
        var later = TinyClip.Random(8, Context, 8);
        weights["positional_embedding_res"] = later;
        checkpoint.WriteOpenClip("""{"model_cfg":{"text_cfg":{"context_length":31}}}""", weights);

        var positions = ClipCheckpoint.Load(checkpoint.Folder)["text.positional_embedding"].Values;

        Assert.Equal(weights["positional_embedding"].Values[..(20 * 8)], positions[..(20 * 8)]);
        Assert.Equal(later.Values[(20 * 8)..], positions[(20 * 8)..]);
    }

    // TinyCLIP cuts layers, heads and widths of both towers, each to other sizes.
    [Fact]
    public void Load_TinyClip_HasTowersOfDifferentDepthsAndWidths()
    {
        var config = OptionCheckpoint.Config with { Text = new(4, 1, 2, 521, 12), Vision = new(8, 2, 4, 8, 4) };
        checkpoint.WriteHuggingFace(
            """
            {"text_config":{"hidden_size":4,"intermediate_size":16,"num_hidden_layers":1,"num_attention_heads":2},
             "vision_config":{"hidden_size":8,"intermediate_size":32,"num_hidden_layers":2,"num_attention_heads":4}}
            """,
            OptionCheckpoint.HuggingFaceWeights(config)
        );

        Assert.Equal(config, ClipCheckpoint.Load(checkpoint.Folder).Config);
    }
}
