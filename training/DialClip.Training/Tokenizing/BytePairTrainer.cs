using DialClip.Encoders.Text;

namespace DialClip.Training.Tokenizing;

/// <summary>Learns byte-pair merges from weighted words: always the most frequent pair next, on ties the one that is smallest in ordinal order.</summary>
/// <remarks>Sennrich et al. 2016 (arXiv 1508.07909), over bytes as CLIP does.</remarks>
internal static class BytePairTrainer
{
    /// <summary>Learns merges.</summary>
    /// <param name="words">Words as the tokeniser's splitter cuts them, each with its weight.</param>
    /// <param name="merges">The number of merges at most; fewer are returned when no pair is left.</param>
    /// <param name="progress">Takes the number of learned merges; may be null.</param>
    /// <param name="cancel">Ends the work early.</param>
    /// <returns>Merges in the order of their rank.</returns>
    public static IReadOnlyList<(string Left, string Right)> Train(
        IEnumerable<KeyValuePair<string, long>> words,
        int merges,
        IProgress<long>? progress = null,
        CancellationToken cancel = default
    )
    {
        var state = new State();
        foreach (var (word, weight) in words.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            state.Add(ClipWords.Spell(word), weight);
        state.Start();
        var learned = new List<(string Left, string Right)>(merges);
        while (learned.Count < merges && state.Next() is { } pair)
        {
            cancel.ThrowIfCancellationRequested();
            learned.Add(pair);
            state.Merge(pair);
            progress?.Report(learned.Count);
        }
        return learned;
    }

    /// <summary>Counts the words of weighted texts.</summary>
    public static Dictionary<string, long> CountWords(IEnumerable<(string Text, long Weight)> texts)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (text, weight) in texts)
        foreach (var word in ClipWords.Split(ClipTokenizer.Normalize(text)))
            counts[word] = counts.GetValueOrDefault(word) + weight;
        return counts;
    }

    private sealed class State
    {
        private readonly List<(string[] Symbols, long Weight)> words = [];
        private readonly Dictionary<(string Left, string Right), long> counts = [];
        private readonly Dictionary<(string Left, string Right), HashSet<int>> places = [];
        private readonly PriorityQueue<(string Left, string Right), (long Negative, string Left, string Right)> queue =
            new(
                Comparer<(long Negative, string Left, string Right)>.Create(
                    (a, b) =>
                        a.Negative != b.Negative ? a.Negative.CompareTo(b.Negative)
                        : string.CompareOrdinal(a.Left, b.Left) is var left and not 0 ? left
                        : string.CompareOrdinal(a.Right, b.Right)
                )
            );

        public void Add(string[] symbols, long weight)
        {
            words.Add((symbols, weight));
            Count(words.Count - 1, weight);
        }

        public void Start()
        {
            foreach (var (pair, count) in counts)
                queue.Enqueue(pair, (-count, pair.Left, pair.Right));
        }

        // A queued count may be out of date: such a pair goes back with its present one.
        public (string Left, string Right)? Next()
        {
            while (queue.TryDequeue(out var pair, out var key))
            {
                var count = counts.GetValueOrDefault(pair);
                if (count == -key.Negative && count > 0)
                    return pair;
                if (count > 0)
                    queue.Enqueue(pair, (-count, pair.Left, pair.Right));
            }
            return null;
        }

        public void Merge((string Left, string Right) pair)
        {
            var merged = pair.Left + pair.Right;
            var touched = new HashSet<(string Left, string Right)>();
            foreach (var word in places[pair].ToArray())
            {
                var (symbols, weight) = words[word];
                Count(word, -weight, touched);
                words[word] = (Join(symbols, pair, merged), weight);
                Count(word, weight, touched);
            }
            counts.Remove(pair);
            places.Remove(pair);
            foreach (var other in touched)
                if (other != pair && counts.GetValueOrDefault(other) is var count and > 0)
                    queue.Enqueue(other, (-count, other.Left, other.Right));
        }

        private void Count(int word, long weight, HashSet<(string Left, string Right)>? touched = null)
        {
            var symbols = words[word].Symbols;
            for (var at = 0; at + 1 < symbols.Length; at++)
            {
                var pair = (symbols[at], symbols[at + 1]);
                counts[pair] = counts.GetValueOrDefault(pair) + weight;
                touched?.Add(pair);
                if (!places.TryGetValue(pair, out var found))
                    places[pair] = found = [];
                found.Add(word);
            }
        }

        private static string[] Join(string[] symbols, (string Left, string Right) pair, string merged)
        {
            var joined = new List<string>(symbols.Length);
            for (var at = 0; at < symbols.Length; at++)
                if (at + 1 < symbols.Length && symbols[at] == pair.Left && symbols[at + 1] == pair.Right)
                {
                    joined.Add(merged);
                    at++;
                }
                else
                {
                    joined.Add(symbols[at]);
                }
            return [.. joined];
        }
    }
}
