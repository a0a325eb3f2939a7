using DialClip.Backbones.Graphs.Onnx;
using DialClip.Backbones.Packages;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace DialClip.Training.Pretraining.Pictures;

/// <summary>
/// The package's own network up to its last grid in ONNX Runtime, which runs it three times as fast as TorchSharp.
/// </summary>
internal sealed class StemSession : IDisposable
{
    private const int Float = 1; // ONNX's number of the type
    private const int Rows = 7;
    private const int Channels = 512;

    private readonly InferenceSession session;
    private readonly string input;
    private readonly string output;
    private readonly Tensor mean; // (3, S, S), blue first
    private readonly ParallelOptions parallel;

    /// <summary>Loads the network.</summary>
    /// <param name="packages">The folder of the packages' files.</param>
    /// <param name="threads">The number of pictures at a time.</param>
    /// <exception cref="InvalidDataException">A file is missing or another.</exception>
    public StemSession(string packages, int threads)
    {
        var model = ModelProto.Parser.ParseFrom(ResNet18Package.ReadNetwork(packages));
        var pooling = model.Graph.Node[^1];
        (input, output) = (model.Graph.Input[0].Name, pooling.Input[0]);
        model.Graph.Node.RemoveAt(model.Graph.Node.Count - 1);
        model.Graph.Output.Clear();
        model.Graph.Output.Add(
            new ValueInfoProto
            {
                Name = output,
                Type = new() { TensorType = new() { ElemType = Float } },
            }
        );
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        session = new InferenceSession(model.ToByteArray(), options);
        var picture = ResNet18Package.ReadWeights(packages)[ResNetVitNames.StemMean];
        mean = tensor(picture.Values, picture.Shape).DetachFromDisposeScope();
        parallel = new() { MaxDegreeOfParallelism = threads };
    }

    /// <summary>Computes grids.</summary>
    /// <param name="pixels">(B, 3, 224, 224), RGB from 0 to 1.</param>
    /// <returns>(B, 512, 7, 7).</returns>
    public Tensor Compute(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        const int pixelCount = 3 * ResNet18Package.ImageSize * ResNet18Package.ImageSize;
        const int gridCount = Channels * Rows * Rows;
        var values = (pixels.flip(1) * 255 - mean).contiguous().data<float>().ToArray();
        var batch = (int)pixels.shape[0];
        var grids = new float[batch * gridCount];
        Parallel.For(
            0,
            batch,
            parallel,
            row =>
            {
                using var value = OrtValue.CreateTensorValueFromMemory(
                    OrtMemoryInfo.DefaultInstance,
                    values.AsMemory(row * pixelCount, pixelCount),
                    [1, 3, ResNet18Package.ImageSize, ResNet18Package.ImageSize]
                );
                using var options = new RunOptions();
                using var results = session.Run(options, [input], [value], [output]);
                results[0].GetTensorDataAsSpan<float>().CopyTo(grids.AsSpan(row * gridCount, gridCount));
            }
        );
        return tensor(grids, [batch, Channels, Rows, Rows]).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        session.Dispose();
        mean.Dispose();
    }
}
