namespace DialClip.Model.Indexing.Lexical;

/// <summary>An inverted index of short texts, scored by Okapi BM25. Safe for use by many threads.</summary>
/// <remarks>Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", section 3.</remarks>
public sealed class Bm25Index
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    private readonly Dictionary<string, List<Posting>> postings = new(StringComparer.Ordinal);

    /// <summary>Indexes texts by their terms.</summary>
    /// <param name="documents">The terms of N texts, as <see cref="LexicalTerms"/> makes them.</param>
    public Bm25Index(IReadOnlyList<IReadOnlyList<string>> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        Count = documents.Count;
        var meanLength = Count == 0 ? 0 : documents.Average(document => document.Count);
        for (var number = 0; number < documents.Count; number++)
            foreach (var term in documents[number].GroupBy(term => term, StringComparer.Ordinal))
            {
                var count = term.Count();
                if (!postings.TryGetValue(term.Key, out var list))
                    postings[term.Key] = list = [];
                list.Add(
                    new(number, count * (K1 + 1) / (count + K1 * (1 - B + B * documents[number].Count / meanLength)))
                );
            }
    }

    /// <summary>Gets N, the number of texts.</summary>
    public int Count { get; }

    /// <summary>Computes the score of every text for a query.</summary>
    /// <param name="terms">The terms of the query; one that comes twice counts once.</param>
    /// <returns>N values of 0 or more; 0 where no term matches.</returns>
    public float[] Score(IEnumerable<string> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var scores = new float[Count];
        AddScores(terms, scores);
        return scores;
    }

    /// <summary>
    /// Computes how much of a query each text covers: its score as a share of the most that a text of these terms could
    /// reach, so that shares of different queries compare. Terms that no text has count against all of them.
    /// </summary>
    /// <param name="terms">The terms of the query; one that comes twice counts once.</param>
    /// <param name="shares">Receives N values of 0 to 1.</param>
    /// <returns>False, and zeros, when no term matches.</returns>
    /// <exception cref="ArgumentException">There is not room for exactly N values.</exception>
    public bool TryScoreShares(IEnumerable<string> terms, Span<float> shares)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (shares.Length != Count)
            throw new ArgumentException(
                $"There is room for {shares.Length} values, but the index holds {Count} texts.",
                nameof(shares)
            );
        shares.Clear();
        var (most, matches) = AddScores(terms, shares);
        if (!matches)
            return false;
        foreach (ref var share in shares)
            share = (float)Math.Min(1, share / most);
        return true;
    }

    private (double Most, bool Matches) AddScores(IEnumerable<string> terms, Span<float> scores)
    {
        var (most, matches) = (0.0, false);
        foreach (var term in terms.Distinct(StringComparer.Ordinal))
        {
            var list = postings.GetValueOrDefault(term);
            var holders = list?.Count ?? 0;
            var inverse = Math.Log(1 + (Count - holders + 0.5) / (holders + 0.5));
            most += inverse * (K1 + 1);
            if (list is null)
                continue;
            matches = true;
            foreach (var (number, weight) in list)
                scores[number] += (float)(inverse * weight);
        }
        return (most, matches);
    }

    private readonly record struct Posting(int Number, double Weight);
}
