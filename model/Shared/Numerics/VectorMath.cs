using System.Globalization;
using System.Numerics.Tensors;

namespace DialClip.Shared.Numerics;

/// <summary>Vector arithmetic.</summary>
internal static class VectorMath
{
    /// <summary>
    /// Scales a vector to unit length, in place; false, and the vector unchanged, when it has no direction.
    /// </summary>
    public static bool TryNormalize(Span<float> vector)
    {
        if (vector.IsEmpty)
            return false;
        // The largest value first, so that neither tiny nor huge vectors lose their length to underflow or overflow.
        var largest = MathF.Abs(TensorPrimitives.MaxMagnitude(vector));
        if (!float.IsFinite(largest) || largest == 0)
            return false;
        TensorPrimitives.Divide(vector, largest, vector);
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        return true;
    }

    /// <summary>Scales every row to unit length, in place.</summary>
    /// <param name="rows">Row by row.</param>
    /// <param name="dimension">The number of values in a row.</param>
    /// <param name="origin">The source of the rows, for the message.</param>
    /// <exception cref="InvalidDataException">A row has no direction.</exception>
    public static void NormalizeRows(Span<float> rows, int dimension, string origin)
    {
        for (var start = 0; start < rows.Length; start += dimension)
            if (!TryNormalize(rows.Slice(start, dimension)))
                throw new InvalidDataException(
                    $"{origin} made a feature without direction ({Describe(rows.Slice(start, dimension))}); "
                        + $"expected {dimension} finite values, not all zero. "
                        + "The model is damaged or does not fit its input: publish it again."
                );
    }

    /// <summary>Describes why a vector has no direction.</summary>
    public static string Describe(ReadOnlySpan<float> vector)
    {
        for (var i = 0; i < vector.Length; i++)
            if (!float.IsFinite(vector[i]))
                return string.Create(CultureInfo.InvariantCulture, $"value {i} is {vector[i]}");
        return "all values are zero";
    }
}
