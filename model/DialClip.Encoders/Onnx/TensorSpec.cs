using System.Globalization;
using DialClip.Shared.Errors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DialClip.Encoders.Onnx;

/// <summary>The name, type and shape of a graph's input or output; a dimension of -1 is dynamic.</summary>
internal sealed record TensorSpec(string Name, TensorElementType Type, params int[] Shape)
{
    public static TensorSpec Float(string name, params int[] shape) => new(name, TensorElementType.Float, shape);

    public static TensorSpec Int64(string name, params int[] shape) => new(name, TensorElementType.Int64, shape);

    /// <summary>Gets the difference to a graph's tensor, as a clause; null when it matches.</summary>
    public string? FindMismatch(IReadOnlyDictionary<string, NodeMetadata> found, string kind)
    {
        if (!found.TryGetValue(Name, out var node))
            return $"no {kind} '{Name}' (it has {ListNames(found.Keys)})";
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

    private static string ListNames(IEnumerable<string> names) =>
        ErrorText.Join(names.Select(name => $"'{ErrorText.ToValue(name)}'"), ", ");

    private static string Format(TensorElementType type, int[] shape) =>
        $"{type} ({string.Join(", ", shape.Select(FormatDimension))})";

    private static string FormatDimension(int dimension) =>
        dimension < 0 ? "any" : dimension.ToString(CultureInfo.InvariantCulture);
}
