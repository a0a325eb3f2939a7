using System.Buffers;

namespace DialClip.Backbones.Weights;

/// <summary>A weight outside of any engine: 32-bit floats, row-major, in memory or read on demand.</summary>
public sealed class TensorData
{
    /// <summary>The maximum number of elements of a block of <see cref="ReadBlocks"/>.</summary>
    public const int MaxBlock = 4 * 1024 * 1024;

    private readonly float[]? elements;
    private readonly Action<long, Span<float>> read;

    /// <summary>Creates a weight of elements in memory.</summary>
    /// <param name="shape">The sizes of the dimensions; empty for a scalar.</param>
    /// <param name="values">As many elements as the shape holds.</param>
    public TensorData(long[] shape, float[] values)
    {
        (Shape, Count, elements) = (shape, values.LongLength, values);
        read = (start, destination) => values.AsSpan((int)start, destination.Length).CopyTo(destination);
    }

    /// <summary>Creates a weight whose elements are read on demand.</summary>
    /// <param name="shape">The sizes of the dimensions, whose product is at most <see cref="Array.MaxLength"/>.</param>
    /// <param name="read">Fills a span with the elements from an index on.</param>
    public TensorData(long[] shape, Action<long, Span<float>> read)
    {
        (Shape, this.read) = (shape, read);
        Count = shape.Aggregate(1L, (count, size) => count * size);
    }

    /// <summary>Gets the sizes of the dimensions; empty for a scalar.</summary>
    public long[] Shape { get; }

    /// <summary>Gets the number of elements.</summary>
    public long Count { get; }

    /// <summary>Gets all elements; those that are not in memory are read again each time.</summary>
    public float[] Values => elements ?? ReadAll();

    /// <summary>Gets the shape as text, such as "[2, 3]".</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary>Fills a span with the elements from an index on.</summary>
    public void Read(long start, Span<float> destination) => read(start, destination);

    /// <summary>Reads all elements in order, a block at a time; a large weight need not fit into memory.</summary>
    public void ReadBlocks(Action<ReadOnlySpan<float>> consume)
    {
        if (elements is not null)
        {
            consume(elements);
            return;
        }

        using var buffer = MemoryPool<float>.Shared.Rent((int)Math.Min(Count, MaxBlock));
        for (var start = 0L; start < Count; start += MaxBlock)
        {
            var block = buffer.Memory.Span[..(int)Math.Min(MaxBlock, Count - start)];
            read(start, block);
            consume(block);
        }
    }

    /// <summary>Creates the transpose of a matrix, computed on demand.</summary>
    /// <exception cref="InvalidOperationException">It is not a matrix.</exception>
    public TensorData Transpose()
    {
        if (Shape.Length != 2)
            throw new InvalidOperationException($"Only a matrix can be transposed, found shape {ShapeText}.");
        var (rows, columns) = (Shape[0], Shape[1]);
        return new(
            [columns, rows],
            (start, destination) =>
            {
                using var copy = elements is null ? MemoryPool<float>.Shared.Rent((int)Count) : null;
                if (copy is not null)
                    read(0, copy.Memory.Span[..(int)Count]);
                var source = elements ?? copy!.Memory.Span;
                var (row, column) = rows == 0 ? (0, 0) : (start % rows, start / rows);
                for (var i = 0; i < destination.Length; i++)
                {
                    destination[i] = source[(int)(row * columns + column)];
                    if (++row == rows)
                        (row, column) = (0, column + 1);
                }
            }
        );
    }

    /// <summary>Creates a tensor of the first rows, read on demand.</summary>
    /// <exception cref="InvalidDataException">It has fewer rows.</exception>
    public TensorData TakeRows(long rows)
    {
        if (Shape.Length == 0 || Shape[0] < rows)
            throw new InvalidDataException($"A tensor of shape {ShapeText} does not have {rows} rows.");
        return new([rows, .. Shape[1..]], read);
    }

    /// <summary>Concatenates tensors along their first dimension, on demand.</summary>
    /// <exception cref="InvalidDataException">The other dimensions differ.</exception>
    public static TensorData Concatenate(params TensorData[] tensors)
    {
        var tail = tensors[0].Shape[1..];
        if (tensors.Any(tensor => !tensor.Shape.AsSpan(1).SequenceEqual(tail)))
            throw new InvalidDataException(
                $"Tensors of shapes {string.Join(", ", tensors.Select(tensor => tensor.ShapeText))} "
                    + "cannot be concatenated; all but the first dimension must agree."
            );
        return new(
            [tensors.Sum(tensor => tensor.Shape[0]), .. tail],
            (start, destination) =>
            {
                foreach (var tensor in tensors)
                {
                    var count = (int)Math.Clamp(tensor.Count - start, 0, destination.Length);
                    if (count > 0)
                        tensor.Read(start, destination[..count]);
                    destination = destination[count..];
                    start = Math.Max(0, start - tensor.Count);
                }
            }
        );
    }

    private float[] ReadAll()
    {
        var values = new float[Count];
        read(0, values);
        return values;
    }
}
