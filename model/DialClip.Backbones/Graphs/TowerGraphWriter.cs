using DialClip.Backbones.Graphs.Onnx;
using DialClip.Backbones.Towers;
using DialClip.Backbones.Weights;
using Google.Protobuf;

namespace DialClip.Backbones.Graphs;

/// <summary>Writes the graph of a tower; a large one has its weights in a second file.</summary>
public static class TowerGraphWriter
{
    /// <summary>The bytes from which on weights have a file of their own.</summary>
    public const long ExternalFrom = 64L * 1024 * 1024;

    /// <summary>Creates the graph of a model's text tower.</summary>
    /// <param name="weights">The model.</param>
    /// <param name="external">The file of large weights; null to store all in the graph.</param>
    /// <param name="half">Whether the tower computes in half precision.</param>
    public static ModelProto CreateText(ClipWeights weights, WeightsFile? external = null, bool half = false) =>
        weights.Config.Text.Type == TextTowerType.Bert
            ? BertGraph.Create(weights, external, half)
            : TextGraph.Create(weights, external, half);

    /// <summary>Creates the graph of a model's vision tower; see <see cref="CreateText"/>.</summary>
    public static ModelProto CreateVision(ClipWeights weights, WeightsFile? external = null, bool half = false) =>
        weights.Config.Vision.Type == VisionTowerType.ResNetVit
            ? ResNetVitGraph.Create(weights, external, half)
            : VisionGraph.Create(weights, external, half);

    /// <summary>Writes text.onnx and, for a large tower, text.onnx.data.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="weights">The model.</param>
    /// <param name="half">Whether the tower computes in half precision.</param>
    /// <param name="externalFrom">See <see cref="ExternalFrom"/>.</param>
    public static void WriteText(string folder, ClipWeights weights, bool half, long externalFrom = ExternalFrom) =>
        Write(Path.Combine(folder, "text.onnx"), weights, "text.", CreateText, half, externalFrom);

    /// <summary>Writes vision.onnx and, for a large tower, vision.onnx.data.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="weights">The model.</param>
    /// <param name="half">Whether the tower computes in half precision.</param>
    /// <param name="externalFrom">See <see cref="ExternalFrom"/>.</param>
    public static void WriteVision(string folder, ClipWeights weights, bool half, long externalFrom = ExternalFrom) =>
        Write(Path.Combine(folder, "vision.onnx"), weights, "visual.", CreateVision, half, externalFrom);

    private static void Write(
        string path,
        ClipWeights weights,
        string prefix,
        Func<ClipWeights, WeightsFile?, bool, ModelProto> create,
        bool half,
        long externalFrom
    )
    {
        var bytes = weights
            .Tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Sum(pair => (half ? 2 : 4) * pair.Value.Count);
        using var external = bytes >= externalFrom ? new WeightsFile(path + ".data") : null;
        using var file = File.Create(path);
        create(weights, external, half).WriteTo(file);
    }
}
