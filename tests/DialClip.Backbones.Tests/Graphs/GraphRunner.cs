using DialClip.Backbones.Graphs.Onnx;
using DialClip.Backbones.Weights;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace DialClip.Backbones.Tests.Graphs;

/// <summary>Runs a graph in ONNX Runtime.</summary>
internal sealed class GraphRunner : IDisposable
{
    private readonly SessionOptions options = new();
    private readonly RunOptions run = new();
    private readonly InferenceSession session;

    public GraphRunner(ModelProto model)
        : this(model.ToByteArray()) { }

    public GraphRunner(byte[] model) => session = new(model, options);

    /// <summary>Encodes texts, padded with <paramref name="padding"/>.</summary>
    /// <returns>(B, D).</returns>
    public float[] EncodeText(int[][] texts, TensorData prompts, int padding = 1)
    {
        var length = texts.Max(ids => ids.Length);
        return Run(
            ("input_ids", Pad(texts, padding), [texts.Length, length]),
            ("eot", texts.Select(ids => ids.Length - 1L).ToArray(), [texts.Length]),
            ("deep_prompts", prompts.Values, prompts.Shape)
        );
    }

    /// <summary>Encodes pictures.</summary>
    /// <returns>(B, D).</returns>
    public float[] EncodePixels(TensorData pixels, TensorData prompts) =>
        Run(("pixels", pixels.Values, pixels.Shape), ("deep_prompts", prompts.Values, prompts.Shape));

    /// <summary>Runs the graph and gets its first output.</summary>
    public float[] Run(params (string Name, Array Values, long[] Shape)[] inputs)
    {
        OrtValue[] values =
        [
            .. inputs.Select(input =>
                input.Values is long[] integers
                    ? OrtValue.CreateTensorValueFromMemory(integers, input.Shape)
                    : OrtValue.CreateTensorValueFromMemory((float[])input.Values, input.Shape)
            ),
        ];
        try
        {
            using var results = session.Run(
                run,
                [.. inputs.Select(input => input.Name)],
                values,
                [session.OutputNames[0]]
            );
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }
        finally
        {
            foreach (var value in values)
                value.Dispose();
        }
    }

    public static long[] Pad(int[][] texts, int padding)
    {
        var length = texts.Max(ids => ids.Length);
        return
        [
            .. texts.SelectMany(ids =>
                ids.Concat(Enumerable.Repeat(padding, length - ids.Length)).Select(id => (long)id)
            ),
        ];
    }

    public void Dispose()
    {
        session.Dispose();
        run.Dispose();
        options.Dispose();
    }
}
