using System.Runtime.InteropServices;
using DialClip.Training.Checkpoints;

namespace DialClip.Training.Export;

/// <summary>The file beside a graph that holds its weights, written as they come, so that none is in memory twice.</summary>
/// <remarks>ONNX's external data: https://github.com/onnx/onnx/blob/main/docs/ExternalData.md. A graph of more than 2 GB cannot hold its weights itself.</remarks>
internal sealed class WeightsFile(string path) : IDisposable
{
    // Offsets on pages let ONNX Runtime map the file.
    private const int Alignment = 4096;

    private readonly FileStream file = File.Create(path);

    /// <summary>Gets the file's name, as the graph beside it has to call it.</summary>
    public string Name => Path.GetFileName(path);

    /// <summary>Appends a weight.</summary>
    /// <returns>Where it begins, and how many bytes it has.</returns>
    public (long Offset, long Length) Add(TensorData tensor)
    {
        var offset = (file.Position + Alignment - 1) / Alignment * Alignment;
        file.SetLength(offset);
        file.Position = offset;
        file.Write(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        return (offset, 4L * tensor.Values.Length);
    }

    public void Dispose() => file.Dispose();
}
