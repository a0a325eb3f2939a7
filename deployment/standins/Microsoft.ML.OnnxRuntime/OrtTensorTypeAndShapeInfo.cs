using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>The element type and shape of a tensor.</summary>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "The real package has none.")]
[SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The real package does.")]
public struct OrtTensorTypeAndShapeInfo
{
    internal OrtTensorTypeAndShapeInfo(nint info)
    {
        ElementDataType = (TensorElementType)OrtCall.GetInt(OrtSlot.GetTensorElementType, info);
        ElementCount = OrtCall.Get(OrtSlot.GetTensorShapeElementCount, info);
        Shape = ReadShape(info);
    }

    /// <summary>Gets the type of the elements.</summary>
    public TensorElementType ElementDataType { get; private set; }

    /// <summary>Gets the number of elements.</summary>
    public long ElementCount { get; private set; }

    /// <summary>Gets the dimensions; a dynamic one of a model's input or output is -1.</summary>
    public long[] Shape { get; private set; }

    /// <summary>Gets whether the elements are texts.</summary>
    public readonly bool IsString => ElementDataType == TensorElementType.String;

    /// <summary>Gets the rank.</summary>
    public readonly int DimensionsCount => Shape.Length;

    internal static unsafe long[] ReadShape(nint info)
    {
        var shape = new long[(int)OrtCall.Get(OrtSlot.GetDimensionsCount, info)];
        fixed (long* dimensions = shape)
            OrtCall.Check(((delegate* unmanaged<nint, long*, nint, nint>)OrtCall.Function(OrtSlot.GetDimensions))(info, dimensions, shape.Length));
        return shape;
    }
}
