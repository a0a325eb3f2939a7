using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Graphs;

/// <summary>The external data of a graph: its weights in a file of their own.</summary>
/// <remarks>
/// See https://github.com/onnx/onnx/blob/main/docs/ExternalData.md. A graph itself is limited to 2 GB. Weights are
/// written one by one, so that none is in memory twice.
/// </remarks>
/// <param name="path">The path of the file, which is overwritten.</param>
public sealed class WeightsFile(string path) : IDisposable
{
    // Aligned to pages, so that ONNX Runtime can map the file.
    private const int Alignment = 4096;

    private readonly FileStream file = File.Create(path);

    /// <summary>Gets the name of the file, relative to the graph.</summary>
    public string Name => Path.GetFileName(path);

    /// <summary>Appends a weight.</summary>
    /// <param name="name">The name of the weight, for messages.</param>
    /// <param name="tensor">The weight.</param>
    /// <param name="half">Whether to write 16 bits per element.</param>
    /// <returns>The offset and length in bytes.</returns>
    public (long Offset, long Length) Add(string name, TensorData tensor, bool half)
    {
        var offset = (file.Position + Alignment - 1) / Alignment * Alignment;
        file.SetLength(offset);
        file.Position = offset;
        WeightWriter.Write(file, name, tensor, half);
        return (offset, file.Position - offset);
    }

    public void Dispose() => file.Dispose();
}
