using DialClip.Testing;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DialClip.Standins.Tests.OnnxRuntime;

public sealed class InferenceSessionTests
{
    [RequiresFact(Tool.OnnxRuntime)]
    public void Metadata_OfModel_TellsNamesShapesAndTypes()
    {
        using var session = new InferenceSession(OnnxModel.AddBias());

        Assert.Equal(["X"], session.InputNames);
        Assert.Equal(["Y"], session.OutputNames);
        var input = session.InputMetadata["X"];
        Assert.Equal([-1, 3], input.Dimensions);
        Assert.Equal(["N", ""], input.SymbolicDimensions);
        Assert.Equal(typeof(float), input.ElementType);
        Assert.Equal(TensorElementType.Float, input.ElementDataType);
        Assert.True(input.IsTensor);
        Assert.Equal(OnnxValueType.ONNX_TYPE_TENSOR, session.OutputMetadata["Y"].OnnxValueType);
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void ModelMetadata_OfModel_TellsWhatTheFileSays()
    {
        using var session = new InferenceSession(OnnxModel.AddBias());

        var metadata = session.ModelMetadata;

        Assert.Equal("dialclip-tests", metadata.ProducerName);
        Assert.Equal("test-graph", metadata.GraphName);
        Assert.Equal("dialclip", metadata.Domain);
        Assert.Equal("a test", metadata.Description);
        Assert.Equal(7, metadata.Version);
        Assert.Equal(new Dictionary<string, string> { ["precision"] = "fp32", ["näme"] = "wörld 🎉" }, metadata.CustomMetadataMap);
    }

    [RequiresTheory(Tool.OnnxRuntime)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(0)]
    public void Run_DynamicDimension_GivesThatManyRows(int rows)
    {
        using var session = new InferenceSession(OnnxModel.AddBias());
        var data = Enumerable.Range(0, rows * 3).Select(i => (float)i).ToArray();
        using var input = OrtValue.CreateTensorValueFromMemory(data, [rows, 3]);
        using var options = new RunOptions();

        using var results = session.Run(options, ["X"], [input], ["Y"]);

        var result = Assert.Single(results);
        Assert.True(result.IsTensor);
        Assert.Equal([rows, 3], result.GetTensorTypeAndShape().Shape);
        Assert.Equal(data.Select((value, i) => value + 10 * (i % 3 + 1)), result.GetTensorDataAsSpan<float>().ToArray());
    }

    [RequiresTheory(Tool.OnnxRuntime)]
    [InlineData(0)]
    [InlineData(2)]
    public void Run_PromptsOfAnyCount_AreSpliced(int prompts)
    {
        using var session = new InferenceSession(OnnxModel.Prepend());
        using var promptValue = OrtValue.CreateTensorValueFromMemory(new float[prompts * 2], [1, prompts, 2]);
        using var tokenValue = OrtValue.CreateTensorValueFromMemory<float>([1, 2, 3, 4], [1, 2, 2]);
        using var options = new RunOptions();

        using var results = session.Run(options, new Dictionary<string, OrtValue> { ["tokens"] = tokenValue, ["prompts"] = promptValue }, ["all"]);

        Assert.Equal([1, prompts + 2, 2], results[0].GetTensorTypeAndShape().Shape);
        Assert.Equal([.. new float[prompts * 2], 1, 2, 3, 4], results[0].GetTensorDataAsSpan<float>().ToArray());
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void Run_IntoValuesMadeBeforehand_FillsThem()
    {
        using var session = new InferenceSession(OnnxModel.AddBias());
        var into = new float[3];
        using var input = OrtValue.CreateTensorValueFromMemory<float>([1, 2, 3], [1, 3]);
        using var output = OrtValue.CreateTensorValueFromMemory(into, [1, 3]);

        session.Run(null!, ["X"], [input], ["Y"], [output]);

        Assert.Equal([11, 22, 33], into);
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void Run_CastsOfEveryType_KeepTheNumbers()
    {
        Assert.Equal([1L, -2L], Cast<float, long>(TensorElementType.Float, TensorElementType.Int64, [1.5f, -2.5f]));
        Assert.Equal([true, false], Cast<long, bool>(TensorElementType.Int64, TensorElementType.Bool, [3, 0]));
        Assert.Equal([0.5f, 65504f], Cast<float, Float16>(TensorElementType.Float, TensorElementType.Float16, [0.5f, 65504f]).Select(half => (float)half));
        Assert.Equal([0.25f], Cast<Float16, float>(TensorElementType.Float16, TensorElementType.Float, [(Float16)0.25f]));
        Assert.Equal([1.0], Cast<bool, double>(TensorElementType.Bool, TensorElementType.Double, [true]));
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void Run_UnknownInputName_NamesIt()
    {
        using var session = new InferenceSession(OnnxModel.AddBias());
        using var input = OrtValue.CreateTensorValueFromMemory(new float[3], [1, 3]);
        using var options = new RunOptions();

        var error = Assert.Throws<OnnxRuntimeException>(() => session.Run(options, ["Z"], [input], ["Y"]));

        Assert.Equal("[ErrorCode:InvalidArgument] Input name: 'Z' is not in the metadata", error.Message);
        Assert.Contains("'Q'", Assert.Throws<OnnxRuntimeException>(() => session.Run(options, ["X"], [input], ["Q"])).Message, StringComparison.Ordinal);
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void Run_MoreNamesThanValues_IsRefused()
    {
        using var session = new InferenceSession(OnnxModel.AddBias());
        using var options = new RunOptions();

        Assert.Contains("(1) must match", Assert.Throws<ArgumentException>(() => session.Run(options, ["X"], [], ["Y"])).Message, StringComparison.Ordinal);
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void Run_WrongElementType_TellsBoth()
    {
        using var session = new InferenceSession(OnnxModel.AddBias());
        using var input = OrtValue.CreateTensorValueFromMemory(new long[3], [1, 3]);
        using var options = new RunOptions();

        var error = Assert.Throws<OnnxRuntimeException>(() => session.Run(options, ["X"], [input], ["Y"]));

        Assert.StartsWith("[ErrorCode:InvalidArgument]", error.Message, StringComparison.Ordinal);
        Assert.Contains("tensor(int64)", error.Message, StringComparison.Ordinal);
        Assert.Contains("tensor(float)", error.Message, StringComparison.Ordinal);
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void Run_WrongShape_TellsTheDimension()
    {
        using var session = new InferenceSession(OnnxModel.AddBias());
        using var input = OrtValue.CreateTensorValueFromMemory(new float[4], [1, 4]);
        using var options = new RunOptions();

        var error = Assert.Throws<OnnxRuntimeException>(() => session.Run(options, ["X"], [input], ["Y"]));

        Assert.Contains("Got: 4 Expected: 3", error.Message, StringComparison.Ordinal);
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void Constructor_NoModel_IsRefused()
    {
        Assert.Contains("InvalidProtobuf", Assert.Throws<OnnxRuntimeException>(() => new InferenceSession([1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("NoSuchFile", Assert.Throws<OnnxRuntimeException>(() => new InferenceSession("no-such-model.onnx")).Message, StringComparison.Ordinal);
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void Constructor_FileOfAnyName_Opens()
    {
        var path = Path.Combine(Path.GetTempPath(), $"mödel-{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(path, OnnxModel.AddBias());
        try
        {
            using var session = new InferenceSession(path);

            Assert.Equal(["X"], session.InputNames);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static TTo[] Cast<TFrom, TTo>(TensorElementType from, TensorElementType to, TFrom[] values)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        using var session = new InferenceSession(OnnxModel.Cast(from, to));
        using var input = OrtValue.CreateTensorValueFromMemory(values, [values.Length]);
        using var options = new RunOptions();
        using var results = session.Run(options, ["X"], [input], ["Y"]);
        Assert.Equal(typeof(TTo), session.OutputMetadata["Y"].ElementType);
        return results[0].GetTensorDataAsSpan<TTo>().ToArray();
    }
}
