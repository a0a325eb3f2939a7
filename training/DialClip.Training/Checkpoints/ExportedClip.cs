using System.Globalization;
using System.Runtime.InteropServices;
using DialClip.Artifacts.Format;
using DialClip.Training.Export.Onnx;
using DialClip.Training.Modules;

namespace DialClip.Training.Checkpoints;

/// <summary>Reads a backbone of a store back as a checkpoint, so that heads can be tuned over a published model without what it was made from.</summary>
internal static class ExportedClip
{
    private const int Float = 1;

    /// <summary>Tells whether a folder holds an exported backbone.</summary>
    public static bool IsAt(string folder) =>
        File.Exists(Path.Combine(folder, ArtifactManifest.FileName)) && File.Exists(Path.Combine(folder, "text.onnx"));

    /// <summary>Reads the manifest of an exported backbone.</summary>
    public static BackboneProperties Describe(string folder) =>
        ArtifactManifest
            .Parse(File.ReadAllBytes(Path.Combine(folder, ArtifactManifest.FileName)), folder)
            .ReadProperties<BackboneProperties>();

    /// <summary>Reads sizes and weights; they are proven by the digest that the manifest names.</summary>
    /// <exception cref="InvalidDataException">It is not of 32 bits, or a weight is missing or not what the manifest says.</exception>
    public static ClipWeights Load(string folder)
    {
        var its = Describe(folder);
        if (its.Precision != BackbonePrecisions.Full)
            throw new InvalidDataException(
                $"'{folder}' is a backbone of precision '{its.Precision}'; expected '{BackbonePrecisions.Full}', from which its weights can be read back as they were."
            );
        var config = new ClipConfig(
            its.Dimension,
            its.Activation == "quick_gelu",
            new(its.Text.Width, its.Text.Layers, its.Text.Heads, its.Text.VocabularySize, its.Text.ContextLength),
            new(its.Vision.Width, its.Vision.Layers, its.Vision.Heads, its.Vision.ImageSize, its.Vision.PatchSize)
        );
        config.Validate();
        var found = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var (name, tensor) in Initializers(folder, "text.onnx").Concat(Initializers(folder, "vision.onnx")))
            if (!found.TryAdd(name, tensor))
                throw new InvalidDataException($"The graphs in '{folder}' hold weight '{name}' twice.");
        var tensors = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var (name, _) in ClipShapes.Of(config))
            if (name == "logit_scale")
                tensors[name] = new([], [(float)its.LogitScale]);
            else if (found.TryGetValue(NameOf(name, out var transposed), out var tensor))
                tensors[name] = transposed && tensor.Shape.Length == 2 ? tensor.Transpose() : tensor;
        var weights = new ClipWeights(config, tensors);
        weights.Validate(folder);
        var digest = weights.Digest();
        return digest == its.WeightsDigest
            ? weights
            : throw new InvalidDataException(
                $"The graphs in '{folder}' hold weights '{digest}', but its manifest says '{its.WeightsDigest}'. Publish or import the backbone again."
            );
    }

    // The exporter names most weights after the node that uses them, and keeps the matrices of linear layers turned.
    private static string NameOf(string name, out bool transposed)
    {
        transposed =
            name.EndsWith("proj.weight", StringComparison.Ordinal)
            || name.EndsWith("proj_weight", StringComparison.Ordinal)
            || name.EndsWith("c_fc.weight", StringComparison.Ordinal);
        var parts = name.Split('.');
        if (parts is [var tower, "transformer", "resblocks", var layer, .. var rest])
            return $"{tower}/blocks.{layer}/{string.Join('/', rest[..^1])}{(rest[^1].StartsWith("in_proj_", StringComparison.Ordinal) ? "/in_proj." + rest[^1]["in_proj_".Length..] : "." + rest[^1])}";
        return parts is [var where, ['l', 'n', '_', ..] and var norm, var kind] ? $"{where}/{norm}.{kind}" : name;
    }

    private static IEnumerable<KeyValuePair<string, TensorData>> Initializers(string folder, string graph)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, graph)));
        }
        catch (Google.Protobuf.InvalidProtocolBufferException error)
        {
            throw new InvalidDataException($"'{Path.Combine(folder, graph)}' is no ONNX graph: {error.Message}", error);
        }
        foreach (var initializer in model.Graph?.Initializer.Where(tensor => tensor.DataType == Float) ?? [])
        {
            var values =
                initializer.DataLocation == TensorProto.Types.DataLocation.External
                    ? External(folder, initializer)
                    : MemoryMarshal.Cast<byte, float>(initializer.RawData.Span).ToArray();
            var count = initializer.Dims.Aggregate(1.0, (all, size) => size < 0 ? double.NaN : all * size);
            if (count != values.Length)
                throw new InvalidDataException(
                    $"Weight '{initializer.Name}' in '{folder}' has shape [{string.Join(", ", initializer.Dims)}] but {values.Length} values."
                );
            yield return new(initializer.Name, new([.. initializer.Dims], values));
        }
    }

    private static float[] External(string folder, TensorProto tensor)
    {
        string? Note(string key) => tensor.ExternalData.FirstOrDefault(note => note.Key == key)?.Value;
        var name = Note("location");
        if (name is null || Path.GetFileName(name) != name || !File.Exists(Path.Combine(folder, name)))
            throw new InvalidDataException(
                $"Weight '{tensor.Name}' in '{folder}' lies in '{name}', which is no file of that folder."
            );
        if (
            !long.TryParse(Note("offset"), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            || !int.TryParse(Note("length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        )
            throw new InvalidDataException(
                $"Weight '{tensor.Name}' in '{folder}' does not say where it lies in '{name}'; expected 'offset' and 'length'."
            );
        using var file = File.OpenRead(Path.Combine(folder, name));
        if (length > file.Length - offset)
            throw new InvalidDataException(
                $"Weight '{tensor.Name}' in '{folder}' claims {length} bytes from {offset} on, but '{name}' has {file.Length}."
            );
        file.Position = offset;
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }
}
