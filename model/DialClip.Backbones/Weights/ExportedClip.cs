using System.Globalization;
using System.Runtime.InteropServices;
using DialClip.Artifacts.Format;
using DialClip.Backbones.Graphs;
using DialClip.Backbones.Graphs.Onnx;
using DialClip.Backbones.Towers;

namespace DialClip.Backbones.Weights;

/// <summary>Reads a backbone of a store as a checkpoint, so that heads can be trained over a published model.</summary>
public static class ExportedClip
{
    private const int Float = 1;

    /// <summary>Determines whether a folder holds an exported backbone.</summary>
    public static bool Exists(string folder) =>
        File.Exists(Path.Combine(folder, ArtifactManifest.FileName)) && File.Exists(Path.Combine(folder, "text.onnx"));

    /// <summary>Reads the properties of an exported backbone from its manifest.</summary>
    public static BackboneProperties ReadProperties(string folder) =>
        ArtifactManifest
            .Parse(File.ReadAllBytes(Path.Combine(folder, ArtifactManifest.FileName)), folder)
            .ReadProperties<BackboneProperties>();

    /// <summary>Reads sizes and weights, and verifies the digest of the weights.</summary>
    /// <exception cref="InvalidDataException">
    /// Its precision is not fp32, a weight is missing or malformed, or the digest differs from the manifest's.
    /// </exception>
    public static ClipWeights Load(string folder)
    {
        var properties = ReadProperties(folder);
        if (properties.Precision != BackbonePrecisions.Full)
            throw new InvalidDataException(
                $"'{folder}' is a backbone of precision '{properties.Precision}'; expected "
                    + $"'{BackbonePrecisions.Full}', whose weights are those of the checkpoint."
            );
        var config = ReadConfig(properties);
        config.Validate();
        var initializers = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (
            var (name, tensor) in ReadInitializers(folder, "text.onnx").Concat(ReadInitializers(folder, "vision.onnx"))
        )
            if (!initializers.TryAdd(name, tensor))
                throw new InvalidDataException($"The graphs in '{folder}' hold weight '{name}' twice.");
        var tensors = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var (name, _) in ClipShapes.Compute(config))
            if (name == "logit_scale")
                tensors[name] = new([], [(float)properties.LogitScale]);
            else if (initializers.TryGetValue(GetInitializerName(name, out var isTransposed), out var tensor))
                tensors[name] = isTransposed && tensor.Shape.Length == 2 ? tensor.Transpose() : tensor;
        var weights = new ClipWeights(config, tensors);
        weights.Validate(folder);
        var digest = weights.ComputeDigest();
        return digest == properties.WeightsDigest
            ? weights
            : throw new InvalidDataException(
                $"The graphs in '{folder}' hold weights '{digest}', but the manifest names "
                    + $"'{properties.WeightsDigest}'. Publish or import the backbone again."
            );
    }

    private static ClipConfig ReadConfig(BackboneProperties properties)
    {
        var (text, vision) = (properties.Text, properties.Vision);
        return new(
            properties.Dimension,
            new(text.Width, text.Layers, text.Heads, text.VocabularySize, text.ContextLength)
            {
                Activation = ActivationNames.Parse(text.Activation ?? properties.Activation),
                LayerNormEpsilon = text.LayerNormEpsilon ?? BlockConfig.DefaultEpsilon,
                HiddenWidth = text.HiddenWidth ?? 4 * text.Width,
                IsCausal = text.Causal ?? true,
                Type = TowerNames.ParseText(text.Type),
                Projection = TowerNames.ParseProjection(text.Projection),
                TokenTypes = text.TokenTypes ?? 0,
            },
            new(vision.Width, vision.Layers, vision.Heads, vision.ImageSize, vision.PatchSize)
            {
                Activation = ActivationNames.Parse(vision.Activation ?? properties.Activation),
                LayerNormEpsilon = vision.LayerNormEpsilon ?? BlockConfig.DefaultEpsilon,
                HiddenWidth = vision.HiddenWidth ?? 4 * vision.Width,
                Pooling = PoolingNames.Parse(vision.Pooling),
                Type = TowerNames.ParseVision(vision.Type),
                StemWidth = vision.StemWidth ?? 0,
                PooledGrid = vision.PooledGrid ?? 0,
                BypassWidth = vision.BypassWidth ?? 0,
            }
        );
    }

    // The graphs name the weights of CLIP's towers after the node that uses them, those of other towers by their own
    // names, and hold the matrices of linear layers transposed.
    private static string GetInitializerName(string name, out bool isTransposed)
    {
        isTransposed =
            name.EndsWith("proj.weight", StringComparison.Ordinal)
            || name.EndsWith("proj_weight", StringComparison.Ordinal)
            || name.EndsWith("c_fc.weight", StringComparison.Ordinal)
            || BertNames.IsLinear(name)
            || ResNetVitNames.IsLinear(name);
        const string Block = ".transformer.resblocks.";
        if (name.IndexOf(Block, StringComparison.Ordinal) is var at and > 0)
        {
            const string Joint = "in_proj_";
            string[] rest = name[(at + Block.Length)..].Split('.');
            var isJoint = rest[^1].StartsWith(Joint, StringComparison.Ordinal);
            var kind = isJoint ? "/in_proj." + rest[^1][Joint.Length..] : "." + rest[^1];
            return $"{name[..at]}/blocks.{rest[0]}/{string.Join('/', rest[1..^1])}{kind}";
        }

        return name.Split('.') is [var root, ['l', 'n', '_', ..] and var norm, var parameter]
            ? $"{root}/{norm}.{parameter}"
            : name;
    }

    private static IEnumerable<KeyValuePair<string, TensorData>> ReadInitializers(string folder, string graph)
    {
        var path = Path.Combine(folder, graph);
        var proto = OnnxWeights.Parse(File.ReadAllBytes(path), path);
        foreach (var weight in OnnxWeights.Read(proto, folder))
            yield return weight;
        foreach (
            var weight in proto.Initializer.Where(tensor =>
                tensor.DataType == Float && tensor.DataLocation == TensorProto.Types.DataLocation.External
            )
        )
            yield return new(weight.Name, OnnxWeights.Create(weight, ReadExternal(folder, weight), folder));
    }

    private static float[] ReadExternal(string folder, TensorProto tensor)
    {
        string? GetEntry(string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;
        var name = GetEntry("location");
        if (name is null || Path.GetFileName(name) != name || !File.Exists(Path.Combine(folder, name)))
            throw new InvalidDataException(
                $"Weight '{tensor.Name}' in '{folder}' refers to '{name}', which is not a file of that folder."
            );
        if (
            !long.TryParse(GetEntry("offset"), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            || !int.TryParse(GetEntry("length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        )
            throw new InvalidDataException(
                $"Weight '{tensor.Name}' in '{folder}' has no position in '{name}'; expected 'offset' and 'length'."
            );
        using var file = File.OpenRead(Path.Combine(folder, name));
        if (length > file.Length - offset)
            throw new InvalidDataException(
                $"Weight '{tensor.Name}' in '{folder}' claims {length} bytes from {offset} on, "
                    + $"but '{name}' has {file.Length}."
            );
        file.Position = offset;
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }
}
