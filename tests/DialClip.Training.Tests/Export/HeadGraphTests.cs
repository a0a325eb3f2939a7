using DialClip.Training.Checkpoints;
using DialClip.Training.Export;
using DialClip.Training.Modules;
using DialClip.Training.Tests.Checkpoints;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace DialClip.Training.Tests.Export;

public sealed class HeadGraphTests
{
    private static readonly ClipConfig Clip = TinyHead.Clip;

    [Fact]
    public void Parameters_PaperPresetOnVitB32_KeepThePapersShare()
    {
        var vitB32 = new ClipConfig(512, new(512, 12, 8, 49_408, 77), new(768, 12, 12, 224, 32));

        var count = ParameterBudget.Compute(vitB32, DialClipConfig.Paper).Total;

        Assert.Equal(55_404, count);
        Assert.True(
            count <= 0.0004 * ClipShapes.Compute(vitB32).Values.Sum(shape => shape.Aggregate(1L, (n, size) => n * size))
        );
        Assert.Equal(
            151_277_313,
            ClipShapes.Compute(vitB32).Values.Sum(shape => shape.Aggregate(1L, (all, size) => all * size))
        );
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 3)]
    [InlineData(false, 9)]
    public void Context_AnyNumberOfTurns_AgreesWithTheDefinition(bool perLayerUp, int turns)
    {
        var weights = TinyHead.Weights(perLayerUp);
        var batch = TinyHead.Turns(2, turns, seed: 31);

        var (text, vision) = RunContext(weights, batch);

        AssertClose(ReferenceHead.Prompts(weights, batch, "text", Clip.Text.Layers, Clip.Text.Width), text);
        AssertClose(ReferenceHead.Prompts(weights, batch, "vision", Clip.Vision.Layers, Clip.Vision.Width), vision);
    }

    [Fact]
    public void Context_PaddedTurns_ChangeNothing()
    {
        var weights = TinyHead.Weights(perLayerUp: true);
        var plain = TinyHead.Turns(1, 2, seed: 32);
        var padded = TinyHead.Turns(1, 5, seed: 33);
        plain.Features.CopyTo(padded.Features, 0);
        plain.Kinds.CopyTo(padded.Kinds, 0);
        Array.Fill(padded.Mask, 0f, 2, 3);

        AssertClose(RunContext(weights, plain).Text, RunContext(weights, padded).Text);
    }

    [Fact]
    public void Context_UntrainedUpProjection_DoesNotDependOnTheTurns()
    {
        var weights = TinyHead.Weights(perLayerUp: true);
        var untrained = weights with
        {
            Tensors = weights.Tensors.ToDictionary(
                pair => pair.Key,
                pair =>
                    pair.Key.Contains(".up_", StringComparison.Ordinal)
                        ? new TensorData(pair.Value.Shape, new float[pair.Value.Count])
                        : pair.Value
            ),
        };

        AssertClose(
            RunContext(untrained, TinyHead.Turns(1, 4, seed: 34)).Text,
            RunContext(untrained, TinyHead.Turns(1, 0, seed: 35)).Text
        );
    }

    [Fact]
    public void Domain_NoInput_GivesThePromptsOfBothTowers()
    {
        var weights = TinyHead.Weights(perLayerUp: true);
        using var session = new InferenceSession(DomainGraph.Create(weights).ToByteArray(), new SessionOptions());

        using var outputs = session.Run(
            new RunOptions(),
            Array.Empty<string>(),
            Array.Empty<OrtValue>(),
            ["text_prompts", "vision_prompts"]
        );

        Assert.Equal(weights["domain.text"].Values, outputs[0].GetTensorDataAsSpan<float>().ToArray());
        Assert.Equal(weights["domain.vision"].Shape, outputs[1].GetTensorTypeAndShape().Shape);
    }

    [Fact]
    public void Experts_Features_AreProjectedOncePerTypeAtUnitLength()
    {
        var weights = TinyHead.Weights(perLayerUp: true);
        var features = TinyClip.Random(36, 3, Clip.Dimension);
        using var session = new InferenceSession(ExpertsGraph.Create(weights).ToByteArray(), new SessionOptions());
        using var input = OrtValue.CreateTensorValueFromMemory(features.Values, features.Shape);

        using var outputs = session.Run(new RunOptions(), ["features"], [input], ["query", "candidate", "intent"]);

        AssertClose(
            ReferenceHead.Experts(weights, features, "query_experts"),
            outputs[0].GetTensorDataAsSpan<float>().ToArray()
        );
        AssertClose(
            ReferenceHead.Experts(weights, features, "candidate_experts"),
            outputs[1].GetTensorDataAsSpan<float>().ToArray()
        );
        AssertClose(ReferenceHead.Intent(weights, features), outputs[2].GetTensorDataAsSpan<float>().ToArray());
    }

    private static (float[] Text, float[] Vision) RunContext(HeadWeights weights, ReferenceTurns turns)
    {
        long[] shape = [turns.Batch, turns.Turns];
        using var session = new InferenceSession(ContextGraph.Create(weights).ToByteArray(), new SessionOptions());
        using var features = OrtValue.CreateTensorValueFromMemory(
            turns.Features,
            [turns.Batch, turns.Turns, Clip.Dimension]
        );
        using var modality = OrtValue.CreateTensorValueFromMemory(
            [.. turns.Kinds.Select(kind => (long)kind.Modality)],
            shape
        );
        using var speaker = OrtValue.CreateTensorValueFromMemory(
            [.. turns.Kinds.Select(kind => (long)kind.Speaker)],
            shape
        );
        using var distance = OrtValue.CreateTensorValueFromMemory(
            [.. turns.Kinds.Select(kind => (long)kind.Distance)],
            shape
        );
        using var mask = OrtValue.CreateTensorValueFromMemory(turns.Mask, shape);
        using var outputs = session.Run(
            new RunOptions(),
            ["turn_features", "modality", "speaker", "distance", "mask"],
            [features, modality, speaker, distance, mask],
            ["text_prompts", "vision_prompts"]
        );
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[1].GetTensorDataAsSpan<float>().ToArray());
    }

    private static void AssertClose(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
