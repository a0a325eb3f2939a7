using Microsoft.ML.OnnxRuntime;

namespace DialClip.Encoders.Onnx;

/// <summary>A tensor of floats or 64-bit integers that goes into a graph or came out of one.</summary>
internal sealed class GraphTensor
{
    private readonly Array values;

    private GraphTensor(Array values, int[] shape) => (this.values, Shape) = (values, shape);

    public int[] Shape { get; }

    public float[] Floats => (float[])values;

    public static GraphTensor Create(float[] values, params int[] shape) => new(values, shape);

    public static GraphTensor Create(long[] values, params int[] shape) => new(values, shape);

    public static GraphTensor Copy(OrtValue value) =>
        new(
            value.GetTensorDataAsSpan<float>().ToArray(),
            Array.ConvertAll(value.GetTensorTypeAndShape().Shape, dimension => checked((int)dimension))
        );

    /// <summary>Lays the values under a native tensor; they stay pinned until it is disposed.</summary>
    public OrtValue Pin()
    {
        var shape = Array.ConvertAll(Shape, dimension => (long)dimension);
        return values is long[] integers
            ? OrtValue.CreateTensorValueFromMemory(integers, shape)
            : OrtValue.CreateTensorValueFromMemory(Floats, shape);
    }
}
