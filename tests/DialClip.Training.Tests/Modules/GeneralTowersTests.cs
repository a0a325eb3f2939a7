using DialClip.Backbones.Tests.Graphs;
using DialClip.Training.Checkpoints;
using DialClip.Training.Modules;
using DialClip.Training.Verification;
using static TorchSharp.torch;

namespace DialClip.Training.Tests.Modules;

public sealed class GeneralTowersTests
{
    private const float Tolerance = 1e-4f;

    private static readonly ClipConfig Config = new(
        8,
        new(Width: 8, Layers: 2, Heads: 2, VocabularySize: 20, ContextLength: 12)
        {
            Type = TextTowerType.Bert,
            TokenTypes = 2,
            Activation = Activation.Gelu,
            LayerNormEpsilon = 1e-12,
        },
        new(Width: 8, Layers: 2, Heads: 2, ImageSize: 224, PatchSize: VisionTowerConfig.StemStride)
        {
            Type = VisionTowerType.ResNetVit,
            StemWidth = 2,
            PooledGrid = 4,
            BypassWidth = 12,
            Activation = Activation.Gelu,
        }
    );

    private static readonly int[][] Sentences =
    [
        [18, 3, 7, 19],
        [18, 19],
        [18, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 19],
    ];

    [Theory]
    [InlineData(0, TextProjection.None)]
    [InlineData(1, TextProjection.Linear)]
    [InlineData(5, TextProjection.LinearWithBias)]
    [InlineData(2, TextProjection.Mlp)]
    public void EncodeText_AnyPromptCountAndProjection_AgreesWithTheGraph(int prompts, TextProjection projection)
    {
        var weights = SeededWeights.Create(
            Config with
            {
                Dimension = projection == TextProjection.None ? 8 : 6,
                Text = Config.Text with { Projection = projection },
            }
        );
        var deep = SeededWeights.CreateNoise(11, Sentences.Length, 2, prompts, 8);
        using var module = new TorchTowers(weights);
        using var graph = new OnnxTowers(weights);

        AssertClose(graph.EncodeText(Sentences, deep), module.EncodeText(Sentences, deep));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void EncodePixels_AnyPromptCount_AgreesWithTheGraph(int prompts)
    {
        var weights = SeededWeights.Create(Config);
        var pixels = SeededWeights.CreateNoise(12, 2, 3, 224, 224);
        var deep = SeededWeights.CreateNoise(13, 2, 2, prompts, 8);
        using var module = new TorchTowers(weights);
        using var graph = new OnnxTowers(weights);

        AssertClose(graph.EncodePixels(pixels, deep), module.EncodePixels(pixels, deep));
    }

    [Fact]
    public void EncodeText_Padding_ChangesNothing()
    {
        var deep = SeededWeights.CreateNoise(14, 1, 2, 2, 8);
        var threeTimes = new TensorData([3, 2, 2, 8], [.. deep.Values, .. deep.Values, .. deep.Values]);
        using var sut = new TorchTowers(SeededWeights.Create(Config));

        var together = sut.EncodeText(Sentences, threeTimes);

        for (var row = 0; row < Sentences.Length; row++)
            AssertClose(sut.EncodeText([Sentences[row]], deep), together.AsSpan(row * 8, 8).ToArray());
    }

    [Fact]
    public void EncodeGrids_PooledGridsOfPixels_GiveTheFeaturesOfPixels()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        manual_seed(1);
        var sut = new ResNetVitTower(Config);
        ModuleWeights.Load(sut, SeededWeights.Create(Config).GetPart("visual."), "the test");
        sut.eval();
        var pixels = rand(2, 3, 224, 224);

        var features = sut.EncodeGrids(sut.Pool(pixels), null);

        Assert.Equal([2, 18 * 16], sut.Pool(pixels).shape);
        Assert.True(features.allclose(sut.call(pixels, null)));
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }
}
