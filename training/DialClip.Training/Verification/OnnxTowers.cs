using DialClip.Backbones.Graphs;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace DialClip.Training.Verification;

/// <summary>The exported graphs of a checkpoint in ONNX Runtime, each opened on its first use.</summary>
internal sealed class OnnxTowers : ITowers
{
    private readonly SessionOptions options = new();
    private readonly RunOptions run = new();
    private readonly Lazy<InferenceSession> text;
    private readonly Lazy<InferenceSession> vision;

    public OnnxTowers(ClipWeights weights)
    {
        text = new(() => new InferenceSession(TowerGraphWriter.CreateText(weights).ToByteArray(), options));
        vision = new(() => new InferenceSession(TowerGraphWriter.CreateVision(weights).ToByteArray(), options));
    }

    /// <summary>Opens exported towers.</summary>
    /// <param name="folder">A folder with text.onnx and vision.onnx.</param>
    public OnnxTowers(string folder)
    {
        text = new(() => new InferenceSession(Path.Combine(folder, "text.onnx"), options));
        vision = new(() => new InferenceSession(Path.Combine(folder, "vision.onnx"), options));
    }

    public string Engine => "onnx";

    public float[] EncodeText(IReadOnlyList<int[]> inputIds, TensorData deepPrompts)
    {
        var length = inputIds.Max(ids => ids.Length);
        var padded = inputIds
            .SelectMany(ids => ids.Concat(Enumerable.Repeat(ids[^1], length - ids.Length)).Select(id => (long)id))
            .ToArray();
        using var ids = OrtValue.CreateTensorValueFromMemory(padded, [inputIds.Count, length]);
        using var eot = OrtValue.CreateTensorValueFromMemory(
            [.. inputIds.Select(sentence => sentence.Length - 1L)],
            [inputIds.Count]
        );
        return Run(text.Value, ["input_ids", "eot", "deep_prompts"], [ids, eot], deepPrompts);
    }

    public float[] EncodePixels(TensorData pixels, TensorData deepPrompts)
    {
        using var values = OrtValue.CreateTensorValueFromMemory(pixels.Values, pixels.Shape);
        return Run(vision.Value, ["pixels", "deep_prompts"], [values], deepPrompts);
    }

    public void Dispose()
    {
        run.Dispose();
        if (text.IsValueCreated)
            text.Value.Dispose();
        if (vision.IsValueCreated)
            vision.Value.Dispose();
        options.Dispose();
    }

    private float[] Run(InferenceSession session, string[] names, OrtValue[] values, TensorData deepPrompts)
    {
        using var prompts = OrtValue.CreateTensorValueFromMemory(deepPrompts.Values, deepPrompts.Shape);
        using var outputs = session.Run(run, names, [.. values, prompts], ["features"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
