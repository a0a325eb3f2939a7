using DialClip.Backbones.Graphs.Onnx;
using DialClip.Backbones.Weights;
using Google.Protobuf;

namespace DialClip.Backbones.Graphs;

/// <summary>Writes the graph of a tower; a large one has its weights in a second file.</summary>
public static class TowerGraphWriter
{
    /// <summary>The bytes from which on weights have a file of their own.</summary>
    public const long ExternalFrom = 64L * 1024 * 1024;

    /// <summary>Writes NAME.onnx and, for a large tower, NAME.onnx.data.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="name">The graph's name, "text" or "vision".</param>
    /// <param name="weights">The model.</param>
    /// <param name="prefix">The prefix of the names of the tower's weights.</param>
    /// <param name="create">Creates the graph.</param>
    /// <param name="half">Whether the tower computes in half precision.</param>
    /// <param name="externalFrom">See <see cref="ExternalFrom"/>.</param>
    public static void Write(
        string folder,
        string name,
        ClipWeights weights,
        string prefix,
        Func<ClipWeights, WeightsFile?, bool, ModelProto> create,
        bool half,
        long externalFrom = ExternalFrom
    )
    {
        var path = Path.Combine(folder, name + ".onnx");
        var bytes = weights
            .Tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Sum(pair => (half ? 2 : 4) * pair.Value.Count);
        using var external = bytes >= externalFrom ? new WeightsFile(path + ".data") : null;
        using var file = File.Create(path);
        create(weights, external, half).WriteTo(file);
    }
}
