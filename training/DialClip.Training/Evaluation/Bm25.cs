namespace DialClip.Training.Evaluation;

/// <summary>An Okapi BM25 index over short documents, the lexical baseline of retrieval.</summary>
/// <remarks>Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", section 3.</remarks>
internal sealed class Bm25
{
    private readonly double k1;
    private readonly double b;
    private readonly double meanLength;
    private readonly int[] lengths;
    private readonly Dictionary<string, List<(int Document, int Count)>> postings = new(StringComparer.Ordinal);

    /// <summary>Indexes tokenized documents.</summary>
    /// <param name="documents">The terms of each document.</param>
    /// <param name="k1">The saturation of term counts.</param>
    /// <param name="b">The strength of length normalization, 0 to 1.</param>
    public Bm25(IReadOnlyList<IReadOnlyList<string>> documents, double k1 = 1.2, double b = 0.75)
    {
        this.k1 = k1;
        this.b = b;
        lengths = [.. documents.Select(document => document.Count)];
        meanLength = lengths.Length == 0 ? 0 : lengths.Average();
        for (var document = 0; document < documents.Count; document++)
            foreach (var term in documents[document].GroupBy(term => term, StringComparer.Ordinal))
            {
                if (!postings.TryGetValue(term.Key, out var list))
                    postings[term.Key] = list = [];
                list.Add((document, term.Count()));
            }
    }

    /// <summary>Splits a text into lower-case words of letters and digits.</summary>
    public static IReadOnlyList<string> Terms(string text)
    {
        var terms = new List<string>();
        var start = -1;
        var lower = text.ToLowerInvariant();
        for (var index = 0; index <= lower.Length; index++)
        {
            var inWord = index < lower.Length && char.IsLetterOrDigit(lower[index]);
            if (inWord && start < 0)
                start = index;
            if (!inWord && start >= 0)
            {
                terms.Add(lower[start..index]);
                start = -1;
            }
        }
        return terms;
    }

    /// <summary>Scores every document for a query; 0 where no term matches.</summary>
    public float[] Score(IEnumerable<string> query)
    {
        var scores = new float[lengths.Length];
        foreach (var term in query.Distinct(StringComparer.Ordinal))
        {
            if (!postings.TryGetValue(term, out var list))
                continue;
            var inverse = Math.Log(1 + (lengths.Length - list.Count + 0.5) / (list.Count + 0.5));
            foreach (var (document, count) in list)
                scores[document] += (float)(
                    inverse * count * (k1 + 1) / (count + k1 * (1 - b + b * lengths[document] / meanLength))
                );
        }
        return scores;
    }
}
