using DialClip.Backbones.Graphs;
using DialClip.Training.Tests.Checkpoints;
using DialClip.Training.Verification;
using Google.Protobuf;

namespace DialClip.Training.Tests.Export;

public sealed class TowerGraphTests
{
    private static readonly int[][] Sentences =
    [
        [18, 3, 7, 19],
        [18, 19],
        [18, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 19],
    ];

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(5, false)]
    public void EncodeText_AnyLengthAndPromptCount_AgreesWithTheReference(int prompts, bool quickGelu)
    {
        var weights = TinyClip.Weights(TinyClip.Config(quickGelu));
        var deep = TinyClip.Random(11, Sentences.Length, 2, prompts, 8);
        using var towers = new OnnxTowers(weights);

        var actual = towers.EncodeText(Sentences, deep);

        AssertClose(new ReferenceTowers(weights).EncodeText(Sentences, deep), actual);
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(3, 2, true)]
    [InlineData(2, 7, false)]
    public void EncodePixels_AnyBatchAndPromptCount_AgreesWithTheReference(int batch, int prompts, bool quickGelu)
    {
        var weights = TinyClip.Weights(TinyClip.Config(quickGelu));
        var (pixels, deep) = (TinyClip.Random(12, batch, 3, 8, 8), TinyClip.Random(13, batch, 3, prompts, 12));
        using var towers = new OnnxTowers(weights);

        var actual = towers.EncodePixels(pixels, deep);

        AssertClose(new ReferenceTowers(weights).EncodePixels(pixels, deep), actual);
    }

    [Fact]
    public void Make_Twice_GivesTheSameBytes()
    {
        Assert.Equal(
            TowerGraphWriter.CreateText(TinyClip.Weights()).ToByteArray(),
            TowerGraphWriter.CreateText(TinyClip.Weights()).ToByteArray()
        );
        Assert.Equal(
            TowerGraphWriter.CreateVision(TinyClip.Weights()).ToByteArray(),
            TowerGraphWriter.CreateVision(TinyClip.Weights()).ToByteArray()
        );
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
