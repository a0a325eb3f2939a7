using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DialClip.Encoders.Onnx;

/// <summary>An input or output that a graph must have; a dimension of -1 may be anything.</summary>
internal sealed record TensorSpec(string Name, TensorElementType Type, params int[] Shape)
{
    public static TensorSpec Float(string name, params int[] shape) => new(name, TensorElementType.Float, shape);

    public static TensorSpec Int64(string name, params int[] shape) => new(name, TensorElementType.Int64, shape);

    /// <summary>Says how what a graph has differs from this, or null when it fits.</summary>
    public string? FindMismatch(IReadOnlyDictionary<string, NodeMetadata> found, string kind)
    {
        if (!found.TryGetValue(Name, out var node))
            return $"no {kind} '{Name}' (it has {string.Join(", ", found.Keys.Select(name => $"'{name}'"))})";
        if (!node.IsTensor)
            return $"{kind} '{Name}' that is no tensor";
        var fits =
            node.ElementDataType == Type
            && node.Dimensions.Length == Shape.Length
            && node.Dimensions.Zip(Shape).All(pair => pair.First < 0 || pair.Second < 0 || pair.First == pair.Second);
        return fits
            ? null
            : $"{kind} '{Name}' of {Format(node.ElementDataType, node.Dimensions)}, expected {Format(Type, Shape)}";
    }

    private static string Format(TensorElementType type, int[] shape) =>
        $"{type} ({string.Join(", ", shape.Select(dimension => dimension < 0 ? "any" : dimension.ToString(System.Globalization.CultureInfo.InvariantCulture)))})";
}
