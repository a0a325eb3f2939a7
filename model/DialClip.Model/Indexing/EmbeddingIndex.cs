using System.Numerics.Tensors;
using DialClip.Shared.Numerics;

namespace DialClip.Model.Indexing;

/// <summary>An exact index in memory: every vector is compared with the query. Safe for use by many threads.</summary>
internal sealed class EmbeddingIndex
{
    // The worst hit leaves first: the lowest score, and of equal scores the highest number.
    private static readonly Comparer<Hit> WorstFirst = Comparer<Hit>.Create(
        (left, right) => left.Score != right.Score ? left.Score.CompareTo(right.Score) : right.Item.CompareTo(left.Item)
    );

    private readonly float[] unitVectors; // (Count, Dimension)

    /// <summary>Copies vectors and brings them to unit length.</summary>
    /// <param name="vectors">Count x Dimension values, row by row; every row finite and not all zero.</param>
    /// <param name="dimension">The number of values in a vector, at least 1.</param>
    /// <exception cref="ArgumentException">The values do not make whole rows, or a row has no direction.</exception>
    public EmbeddingIndex(ReadOnlySpan<float> vectors, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (vectors.Length % dimension != 0)
            throw new ArgumentException(
                $"{vectors.Length} values do not make whole vectors of {dimension}.",
                nameof(vectors)
            );
        Dimension = dimension;
        Count = vectors.Length / dimension;
        unitVectors = vectors.ToArray();
        for (var item = 0; item < Count; item++)
        {
            var row = unitVectors.AsSpan(item * dimension, dimension);
            if (!VectorMath.TryNormalize(row))
                throw new ArgumentException(
                    $"Vector {item} has no direction: "
                        + $"{VectorMath.Describe(vectors.Slice(item * dimension, dimension))}; expected {dimension} "
                        + "finite values, not all zero.",
                    nameof(vectors)
                );
        }
    }

    /// <summary>Gets the number of vectors.</summary>
    public int Count { get; }

    /// <summary>Gets the number of values of a vector.</summary>
    public int Dimension { get; }

    /// <summary>Gets the vectors with the highest scores, best first; of equals the lower number comes first.</summary>
    /// <param name="query">Finite values that are not all zero; their length does not matter.</param>
    /// <param name="top">The maximum number of results, 0 or more.</param>
    /// <param name="admits">
    /// Determines by its number whether a vector may be a result, before the best are taken; null admits all.
    /// </param>
    /// <param name="others">Another score of each vector; empty when all are zero.</param>
    /// <param name="otherShare">The share of the other score, 0 to 1; the cosine has the rest.</param>
    /// <exception cref="ArgumentException">The query has another dimension or no direction.</exception>
    public IReadOnlyList<Hit> Search(
        ReadOnlySpan<float> query,
        int top,
        Func<int, bool>? admits = null,
        ReadOnlySpan<float> others = default,
        float otherShare = 0
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        var unit = UnitQuery(query);
        var limit = Math.Min(top, Count);
        if (limit == 0)
            return [];
        var worstFirst = new PriorityQueue<int, Hit>(limit, WorstFirst);
        for (var item = 0; item < Count; item++)
        {
            var score = TensorPrimitives.Dot(unit, unitVectors.AsSpan(item * Dimension, Dimension));
            if (otherShare > 0)
                score = (1 - otherShare) * score + (others.IsEmpty ? 0 : otherShare * others[item]);
            var hit = new Hit(item, score);
            var isFull = worstFirst.Count == limit;
            // A product is cheaper than most rules, so the rule sees only what would enter the result.
            if (
                (isFull && worstFirst.TryPeek(out _, out var worst) && hit.Score <= worst.Score)
                || admits?.Invoke(item) == false
            )
                continue;
            if (isFull)
                worstFirst.EnqueueDequeue(item, hit);
            else
                worstFirst.Enqueue(item, hit);
        }

        var hits = new Hit[worstFirst.Count];
        for (var rank = hits.Length - 1; worstFirst.TryDequeue(out _, out var hit); rank--)
            hits[rank] = hit;
        return hits;
    }

    private float[] UnitQuery(ReadOnlySpan<float> query)
    {
        if (query.Length != Dimension)
            throw new ArgumentException(
                $"The query has {query.Length} values, but the index holds {Dimension}-d vectors.",
                nameof(query)
            );
        var unit = query.ToArray();
        return VectorMath.TryNormalize(unit)
            ? unit
            : throw new ArgumentException(
                $"The query has no direction: {VectorMath.Describe(query)}; expected {Dimension} finite "
                    + "values, not all zero.",
                nameof(query)
            );
    }
}
