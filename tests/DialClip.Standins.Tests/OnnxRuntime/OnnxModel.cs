using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DialClip.Standins.Tests.OnnxRuntime;

/// <summary>Builds small ONNX models, operator by operator; a dimension is a number, or a text that names a dynamic one.</summary>
internal sealed class OnnxModel
{
    private readonly ProtoWriter graph = new ProtoWriter().Text(2, "test-graph");
    private readonly List<ProtoWriter> properties = [];

    /// <summary>X (N, 3) + [10, 20, 30] -> Y (N, 3), float.</summary>
    public static byte[] AddBias() => new OnnxModel()
        .Input("X", TensorElementType.Float, "N", 3)
        .Floats("bias", [3], [10, 20, 30])
        .Node("Add", ["X", "bias"], ["Y"])
        .Output("Y", TensorElementType.Float, "N", 3)
        .Property("precision", "fp32")
        .Property("näme", "wörld 🎉")
        .Build();

    /// <summary>X -> Y, the elements cast.</summary>
    public static byte[] Cast(TensorElementType from, TensorElementType to) => new OnnxModel()
        .Input("X", from, "N")
        .Node("Cast", ["X"], ["Y"], ("to", (long)to))
        .Output("Y", to, "N")
        .Build();

    /// <summary>Prompts (B, P, 2) before tokens (B, T, 2) -> all (B, P + T, 2); P may be 0.</summary>
    public static byte[] Prepend() => new OnnxModel()
        .Input("prompts", TensorElementType.Float, "B", "P", 2)
        .Input("tokens", TensorElementType.Float, "B", "T", 2)
        .Node("Concat", ["prompts", "tokens"], ["all"], ("axis", 1))
        .Output("all", TensorElementType.Float, "B", "S", 2)
        .Build();

    /// <summary>X (size, size) times the identity, <paramref name="times"/> times over.</summary>
    public static byte[] MatMulChain(int size, int times)
    {
        var identity = new float[size * size];
        for (var i = 0; i < size; i++)
            identity[i * size + i] = 1;
        var model = new OnnxModel().Input("X", TensorElementType.Float, size, size).Floats("I", [size, size], identity);
        for (var i = 0; i < times; i++)
            model.Node("MatMul", [i == 0 ? "X" : $"h{i}", "I"], [i == times - 1 ? "Y" : $"h{i + 1}"]);
        return model.Output("Y", TensorElementType.Float, size, size).Build();
    }

    public OnnxModel Input(string name, TensorElementType type, params object[] shape)
    {
        graph.Message(11, ValueInfo(name, type, shape));
        return this;
    }

    public OnnxModel Output(string name, TensorElementType type, params object[] shape)
    {
        graph.Message(12, ValueInfo(name, type, shape));
        return this;
    }

    public OnnxModel Floats(string name, long[] shape, float[] values)
    {
        var tensor = new ProtoWriter();
        foreach (var dimension in shape)
            tensor.Number(1, dimension);
        graph.Message(5, tensor.Number(2, (long)TensorElementType.Float).Text(8, name).Bytes(9, MemoryMarshal.AsBytes<float>(values)));
        return this;
    }

    public OnnxModel Node(string type, string[] inputs, string[] outputs, params (string Name, long Value)[] attributes)
    {
        var node = new ProtoWriter();
        foreach (var input in inputs)
            node.Text(1, input);
        foreach (var output in outputs)
            node.Text(2, output);
        node.Text(4, type);
        foreach (var (name, value) in attributes)
            node.Message(5, new ProtoWriter().Text(1, name).Number(3, value).Number(20, 2));
        graph.Message(1, node);
        return this;
    }

    public OnnxModel Property(string key, string value)
    {
        properties.Add(new ProtoWriter().Text(1, key).Text(2, value));
        return this;
    }

    public byte[] Build()
    {
        var model = new ProtoWriter().Number(1, 8).Text(2, "dialclip-tests").Text(4, "dialclip").Number(5, 7).Text(6, "a test").Message(7, graph);
        model.Message(8, new ProtoWriter().Text(1, "").Number(2, 17));
        foreach (var property in properties)
            model.Message(14, property);
        return model.ToArray();
    }

    private static ProtoWriter ValueInfo(string name, TensorElementType type, object[] shape)
    {
        var dimensions = new ProtoWriter();
        foreach (var dimension in shape)
        {
            dimensions.Message(1, dimension is string symbol
                ? new ProtoWriter().Text(2, symbol)
                : new ProtoWriter().Number(1, Convert.ToInt64(dimension, System.Globalization.CultureInfo.InvariantCulture)));
        }

        return new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, new ProtoWriter().Number(1, (long)type).Message(2, dimensions)));
    }
}
