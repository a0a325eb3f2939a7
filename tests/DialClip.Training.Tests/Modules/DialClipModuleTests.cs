using DialClip.Training.Checkpoints;
using DialClip.Training.Modules;
using DialClip.Training.Tests.Checkpoints;
using DialClip.Training.Tests.Export;
using static TorchSharp.torch;

namespace DialClip.Training.Tests.Modules;

// Seeds and the count of tensors are the process's: one test at a time.
[Collection(nameof(TorchSharp))]
public sealed class DialClipModuleTests
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 3)]
    [InlineData(false, 9)]
    public void QueryPrompts_AnyNumberOfTurns_AgreeWithTheDefinition(bool perLayerUp, int turns)
    {
        using var scope = NewDisposeScope();
        var weights = TinyHead.Weights(perLayerUp);
        using var sut = CreateSut(weights);
        var batch = TinyHead.Turns(2, turns, seed: 41);

        var (text, vision) = sut.GenerateQueryPrompts(ToTensors(batch));

        AssertClose(
            ReferenceHead.Prompts(weights, batch, "text", TinyHead.Clip.Text.Layers, TinyHead.Clip.Text.Width),
            text
        );
        AssertClose(
            ReferenceHead.Prompts(weights, batch, "vision", TinyHead.Clip.Vision.Layers, TinyHead.Clip.Vision.Width),
            vision
        );
    }

    [Fact]
    public void Experts_UnitFeatures_AgreeWithTheDefinition()
    {
        using var scope = NewDisposeScope();
        var weights = TinyHead.Weights(perLayerUp: true);
        using var sut = CreateSut(weights);
        var data = TinyClip.Random(42, 3, TinyHead.Clip.Dimension);
        var features = nn.functional.normalize(tensor(data.Values, data.Shape), dim: -1);

        AssertClose(ReferenceHead.Experts(weights, data, "query_experts"), sut.QueryExperts.call(features));
        AssertClose(ReferenceHead.Experts(weights, data, "candidate_experts"), sut.CandidateExperts.call(features));
        AssertClose(ReferenceHead.Intent(weights, data), sut.Intent.call(features));
    }

    [Fact]
    public void StateDict_OfAllModules_HasTheCheckpointsNamesAndShapes()
    {
        using var scope = NewDisposeScope();
        using var head = new DialClipModule(TinyHead.Clip, TinyHead.Weights(perLayerUp: false).Config, 1);
        using var clip = new ClipTowers(TinyHead.Clip);

        WeightValidator.Validate(HeadShapes.Compute(TinyHead.Clip, head.Config), ModuleWeights.Read(head), "the head");
        WeightValidator.Validate(ClipShapes.Compute(TinyHead.Clip), ModuleWeights.Read(clip), "the towers");
        Assert.Equal(ClipShapes.Compute(TinyHead.Clip).Count, clip.parameters().Count());
    }

    private static DialClipModule CreateSut(HeadWeights weights)
    {
        var module = new DialClipModule(weights.Clip, weights.Config, 1);
        ModuleWeights.Load(module, weights.Tensors, "the test");
        return module;
    }

    private static TurnBatch ToTensors(ReferenceTurns turns)
    {
        long[] shape = [turns.Batch, turns.Turns];
        return new(
            tensor(turns.Features, [turns.Batch, turns.Turns, TinyHead.Clip.Dimension]),
            tensor(turns.Kinds.Select(kind => (long)kind.Modality).ToArray(), shape),
            tensor(turns.Kinds.Select(kind => (long)kind.Speaker).ToArray(), shape),
            tensor(turns.Kinds.Select(kind => (long)kind.Distance).ToArray(), shape),
            tensor(turns.Mask, shape)
        );
    }

    private static void AssertClose(float[] expected, Tensor found)
    {
        var values = ModuleWeights.Read(found).Values;
        Assert.Equal(expected.Length, values.Length);
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
