namespace DialClip.Training.Checkpoints;

/// <summary>One weight outside of any engine: row-major values and their shape.</summary>
/// <param name="Shape">Sizes of the dimensions; empty for a scalar.</param>
/// <param name="Values">As many values as the shape holds.</param>
internal sealed record TensorData(long[] Shape, float[] Values)
{
    /// <summary>Gets the shape as text, such as "[2, 3]".</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary>Swaps rows and columns of a matrix.</summary>
    public TensorData Transposed()
    {
        if (Shape.Length != 2)
            throw new InvalidOperationException($"Only a matrix can be transposed, found shape {ShapeText}.");
        var (rows, columns) = ((int)Shape[0], (int)Shape[1]);
        var values = new float[Values.Length];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                values[column * rows + row] = Values[row * columns + column];
        return new([columns, rows], values);
    }

    /// <summary>Joins tensors along their first dimension.</summary>
    public static TensorData Joined(params TensorData[] parts)
    {
        var tail = parts[0].Shape[1..];
        if (parts.Any(part => !part.Shape.AsSpan(1).SequenceEqual(tail)))
            throw new InvalidDataException($"Tensors of shapes {string.Join(", ", parts.Select(part => part.ShapeText))} cannot be joined; all but the first dimension must agree.");
        return new([parts.Sum(part => part.Shape[0]), .. tail], [.. parts.SelectMany(part => part.Values)]);
    }
}
