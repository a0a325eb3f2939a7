using DialClip.Backbones.Graphs;
using DialClip.Training.Export;
using DialClip.Training.Tests.Checkpoints;
using DialClip.Training.Verification;
using Google.Protobuf;

namespace DialClip.Training.Tests.Export;

public sealed class HalfPrecisionTests : IDisposable
{
    private static readonly int[][] Sentences =
    [
        [18, 3, 7, 19],
        [18, 19],
        [18, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 19],
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("dialclip-half-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0, true, false)]
    [InlineData(3, true, true)]
    [InlineData(3, false, false)]
    public void Encode_HalfGraphs_AgreeWithTheReferenceInDirection(int prompts, bool quickGelu, bool beside)
    {
        var weights = TinyClip.Weights(TinyClip.Config(quickGelu));
        Write(weights, half: true, externalFrom: beside ? 0 : long.MaxValue);
        var (textPrompts, visionPrompts, pixels) = (
            TinyClip.Random(11, 3, 2, prompts, 8),
            TinyClip.Random(13, 3, 3, prompts, 12),
            TinyClip.Random(12, 3, 3, 8, 8)
        );
        using var towers = new OnnxTowers(folder);
        var reference = new ReferenceTowers(weights);

        var parity = ParityCheck.ForHalfPrecision();
        parity.CompareFeatures(
            "text",
            reference.EncodeText(Sentences, textPrompts),
            towers.EncodeText(Sentences, textPrompts),
            6
        );
        parity.CompareFeatures(
            "vision",
            reference.EncodePixels(pixels, visionPrompts),
            towers.EncodePixels(pixels, visionPrompts),
            6
        );

        Assert.InRange(parity.Result.Cosine!.Worst, 0.9999, parity.Result.Cosine.Mean);
        // It is half precision indeed.
        Assert.InRange(parity.Result.MaxAbsoluteError, 1e-6, 1e-2);
    }

    [Fact]
    public void Write_Half_IsHalfTheSize()
    {
        var weights = TinyClip.Weights(new ClipConfig(64, new(64, 2, 2, 4_000, 12), new(64, 2, 2, 8, 4)));

        var full = Write(weights, half: false, long.MaxValue);
        var half = Write(weights, half: true, long.MaxValue);

        Assert.InRange((double)half / full, 0.48, 0.55);
    }

    [Fact]
    public void Make_Half_TakesAndGivesFloats()
    {
        foreach (
            var graph in new[]
            {
                TowerGraphWriter.CreateText(TinyClip.Weights(), null, half: true).Graph,
                TowerGraphWriter.CreateVision(TinyClip.Weights(), null, half: true).Graph,
            }
        )
        {
            Assert.All(
                graph.Input.Concat(graph.Output),
                value => Assert.Contains(value.Type.TensorType.ElemType, new[] { 1, 7 })
            );
            Assert.All(
                graph.Initializer.Where(tensor => tensor.Name.Contains("/ln_", StringComparison.Ordinal)),
                tensor => Assert.Equal(1, tensor.DataType)
            );
            Assert.All(
                graph.Initializer.Where(tensor => tensor.Name.Contains("mlp", StringComparison.Ordinal)),
                tensor => Assert.Equal(10, tensor.DataType)
            );
        }
    }

    [Fact]
    public void Make_WeightBeyondHalfPrecision_IsNamed()
    {
        var weights = TinyClip.Weights();
        var tensors = weights.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value);
        tensors["visual.class_embedding"] = new([12], [70_000, .. new float[11]]);

        var error = Assert.Throws<InvalidDataException>(() =>
            TowerGraphWriter.CreateVision(weights with { Tensors = tensors }, null, half: true)
        );

        Assert.Contains("'visual.class_embedding' holds 70000", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(TowerGraphWriter.CreateVision(weights with { Tensors = tensors }).ToByteArray());
    }

    [Theory]
    [InlineData(0.05f, false)]
    [InlineData(0.04f, true)]
    public void CompareFeatures_HalfTurnedAside_IsRefusedBeyondTheLimit(float aside, bool allowed)
    {
        var sut = ParityCheck.ForHalfPrecision();

        var error = Record.Exception(() => sut.CompareFeatures("text tower", [1, 0], [1, aside], 2));

        Assert.Equal(allowed, error is null);
        if (error is not null)
            Assert.Contains("0.99875", Assert.IsType<InvalidDataException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CompareFeatures_HalfGivesNoNumber_IsRefused() =>
        Assert.Throws<InvalidDataException>(() =>
            ParityCheck.ForHalfPrecision().CompareFeatures("text tower", [1, 0], [1, float.NaN], 2)
        );

    private long Write(ClipWeights weights, bool half, long externalFrom)
    {
        TowerGraphWriter.WriteText(folder, weights, half, externalFrom);
        TowerGraphWriter.WriteVision(folder, weights, half, externalFrom);
        return Directory.GetFiles(folder).Sum(path => new FileInfo(path).Length);
    }
}
