namespace Microsoft.ML.OnnxRuntime.Tensors;

/// <summary>Which .NET type holds which tensor element, and its size.</summary>
internal static class ElementTypes
{
    private static readonly (TensorElementType Element, Type Type, int Size)[] All =
    [
        (TensorElementType.Float, typeof(float), 4),
        (TensorElementType.UInt8, typeof(byte), 1),
        (TensorElementType.Int8, typeof(sbyte), 1),
        (TensorElementType.UInt16, typeof(ushort), 2),
        (TensorElementType.Int16, typeof(short), 2),
        (TensorElementType.Int32, typeof(int), 4),
        (TensorElementType.Int64, typeof(long), 8),
        (TensorElementType.String, typeof(string), 1),
        (TensorElementType.Bool, typeof(bool), 1),
        (TensorElementType.Float16, typeof(Float16), 2),
        (TensorElementType.Double, typeof(double), 8),
        (TensorElementType.UInt32, typeof(uint), 4),
        (TensorElementType.UInt64, typeof(ulong), 8),
        (TensorElementType.BFloat16, typeof(BFloat16), 2),
    ];

    /// <summary>Gets the element type and byte size of a .NET type.</summary>
    /// <exception cref="OnnxRuntimeException">No tensor holds it; System.Half is none, Float16 is.</exception>
    public static (TensorElementType Element, int Size) Of(Type type)
    {
        foreach (var entry in All)
            if (entry.Type == type)
                return (entry.Element, entry.Size);
        throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"Tensor of type: {type} is not supported");
    }

    /// <summary>Gets the .NET type and byte size of an element type.</summary>
    /// <exception cref="OnnxRuntimeException">.NET has none for it.</exception>
    public static (Type Type, int Size) Of(TensorElementType element)
    {
        foreach (var entry in All)
            if (entry.Element == element)
                return (entry.Type, entry.Size);
        throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"Element type: {element} is not registered type.");
    }

    /// <summary>Gets how many elements a shape has: 1 for a scalar, 0 where a dimension is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    /// <exception cref="OverflowException">There are more elements than a 64-bit number holds.</exception>
    public static long Count(long[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (Array.Exists(shape, dimension => dimension < 0))
            throw new ArgumentOutOfRangeException(nameof(shape), $"Shape must not have negative elements: [{string.Join(", ", shape)}]");
        if (Array.Exists(shape, dimension => dimension == 0))
            return 0;
        var count = 1L;
        foreach (var dimension in shape)
            count = checked(count * dimension);
        return count;
    }
}
