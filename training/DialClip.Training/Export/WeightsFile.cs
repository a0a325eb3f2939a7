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
    /// <param name="name">Its name, for messages.</param>
    /// <param name="tensor">Its values.</param>
    /// <param name="half">Whether to write 16 bits a value.</param>
    /// <returns>Where it begins, and how many bytes it has.</returns>
    public (long Offset, long Length) Add(string name, TensorData tensor, bool half)
    {
        var offset = (file.Position + Alignment - 1) / Alignment * Alignment;
        file.SetLength(offset);
        file.Position = offset;
        WeightBytes.Write(file, name, tensor, half);
        return (offset, file.Position - offset);
    }

    public void Dispose() => file.Dispose();
}
