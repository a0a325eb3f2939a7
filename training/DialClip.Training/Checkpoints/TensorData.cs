using System.Buffers;

namespace DialClip.Training.Checkpoints;

/// <summary>One weight outside of any engine: row-major values and their shape. The values are in memory, or are fetched whenever they are asked for.</summary>
internal sealed class TensorData
{
    /// <summary>The most values that <see cref="Visit"/> hands out at once.</summary>
    public const int LongestPart = 4 * 1024 * 1024;

    private readonly float[]? held;
    private readonly TensorReader read;

    /// <summary>Makes a weight of values that are in memory.</summary>
    /// <param name="shape">Sizes of the dimensions; empty for a scalar.</param>
    /// <param name="values">As many values as the shape holds.</param>
    public TensorData(long[] shape, float[] values)
    {
        (Shape, Count, held) = (shape, values.LongLength, values);
        read = (start, into) => values.AsSpan((int)start, into.Length).CopyTo(into);
    }

    /// <summary>Makes a weight whose values lie elsewhere.</summary>
    /// <param name="shape">Sizes of the dimensions, whose product is known to be at most <see cref="Array.MaxLength"/>.</param>
    /// <param name="read">Fetches values.</param>
    public TensorData(long[] shape, TensorReader read)
    {
        (Shape, this.read) = (shape, read);
        Count = shape.Aggregate(1L, (all, size) => all * size);
    }

    /// <summary>Gets the sizes of the dimensions; empty for a scalar.</summary>
    public long[] Shape { get; }

    /// <summary>Gets the number of values.</summary>
    public long Count { get; }

    /// <summary>Gets all values; those that lie elsewhere are fetched anew each time.</summary>
    public float[] Values => held ?? Fetch();

    /// <summary>Gets the shape as text, such as "[2, 3]".</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary>Copies values, from one on, until the place is full.</summary>
    public void Read(long start, Span<float> into) => read(start, into);

    /// <summary>Hands out all values in their order, a part at a time, so that a large weight need not be in memory whole.</summary>
    public void Visit(Action<ReadOnlySpan<float>> part)
    {
        if (held is not null)
        {
            part(held);
            return;
        }
        using var buffer = MemoryPool<float>.Shared.Rent((int)Math.Min(Count, LongestPart));
        for (var start = 0L; start < Count; start += LongestPart)
        {
            var into = buffer.Memory.Span[..(int)Math.Min(LongestPart, Count - start)];
            read(start, into);
            part(into);
        }
    }

    /// <summary>Swaps rows and columns of a matrix, once the values are asked for.</summary>
    public TensorData Transposed()
    {
        if (Shape.Length != 2)
            throw new InvalidOperationException($"Only a matrix can be transposed, found shape {ShapeText}.");
        var (rows, columns) = (Shape[0], Shape[1]);
        return new(
            [columns, rows],
            (start, into) =>
            {
                using var copy = held is null ? MemoryPool<float>.Shared.Rent((int)Count) : null;
                if (copy is not null)
                    read(0, copy.Memory.Span[..(int)Count]);
                var values = held ?? copy!.Memory.Span;
                var (row, column) = rows == 0 ? (0, 0) : (start % rows, start / rows);
                for (var at = 0; at < into.Length; at++)
                {
                    into[at] = values[(int)(row * columns + column)];
                    if (++row == rows)
                        (row, column) = (0, column + 1);
                }
            }
        );
    }

    /// <summary>Joins tensors along their first dimension, once the values are asked for.</summary>
    public static TensorData Joined(params TensorData[] parts)
    {
        var tail = parts[0].Shape[1..];
        if (parts.Any(part => !part.Shape.AsSpan(1).SequenceEqual(tail)))
            throw new InvalidDataException(
                $"Tensors of shapes {string.Join(", ", parts.Select(part => part.ShapeText))} cannot be joined; all but the first dimension must agree."
            );
        return new(
            [parts.Sum(part => part.Shape[0]), .. tail],
            (start, into) =>
            {
                foreach (var part in parts)
                {
                    var here = (int)Math.Clamp(part.Count - start, 0, into.Length);
                    if (here > 0)
                        part.Read(start, into[..here]);
                    into = into[here..];
                    start = Math.Max(0, start - part.Count);
                }
            }
        );
    }

    private float[] Fetch()
    {
        var values = new float[Count];
        read(0, values);
        return values;
    }
}
