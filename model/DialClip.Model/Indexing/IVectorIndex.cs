namespace DialClip.Model.Indexing;

/// <summary>Finds the vectors nearest to a query.</summary>
public interface IVectorIndex
{
    /// <summary>Gets how many vectors are held.</summary>
    int Count { get; }

    /// <summary>Gets the number of values in a vector.</summary>
    int Dimension { get; }

    /// <summary>Gets the nearest vectors by cosine, best first; of equal ones the lower number comes first.</summary>
    /// <param name="query">The query, <see cref="Dimension"/> finite values that are not all zero; its length does not matter.</param>
    /// <param name="top">The most results to return, 0 or more.</param>
    /// <param name="admits">Tells by its number whether a vector may be a result; the best of those that may are found. Null admits all.</param>
    IReadOnlyList<Hit> Search(ReadOnlySpan<float> query, int top, Func<int, bool>? admits = null);
}
