using DialClip.Training.Checkpoints;
using DialClip.Training.Export.Onnx;
using Google.Protobuf;

namespace DialClip.Training.Export;

/// <summary>Writes a tower's graph: small ones in one file, large ones with their weights beside them.</summary>
internal static class TowerGraphWriter
{
    /// <summary>From this many bytes of weights on they lie in a file of their own.</summary>
    public const long ExternalFrom = 64L * 1024 * 1024;

    /// <summary>Writes NAME.onnx and, for a large tower, NAME.onnx.data.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="name">The graph's name, "text" or "vision".</param>
    /// <param name="weights">The model.</param>
    /// <param name="prefix">What the names of the tower's weights begin with.</param>
    /// <param name="make">Makes the graph.</param>
    /// <param name="half">Whether the tower computes in half precision.</param>
    /// <param name="externalFrom">See <see cref="ExternalFrom"/>.</param>
    public static void Write(
        string folder,
        string name,
        ClipWeights weights,
        string prefix,
        Func<ClipWeights, WeightsFile?, bool, ModelProto> make,
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
        make(weights, external, half).WriteTo(file);
    }
}
