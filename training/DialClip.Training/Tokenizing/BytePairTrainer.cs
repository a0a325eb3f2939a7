using DialClip.Encoders.Text;

namespace DialClip.Training.Tokenizing;

/// <summary>Learns byte-pair merges: the most frequent pair next, on ties the smallest in ordinal order.</summary>
/// <remarks>Sennrich et al. 2016 (arXiv 1508.07909), over bytes as CLIP does.</remarks>
internal static class BytePairTrainer
{
    /// <summary>Learns merges.</summary>
    /// <param name="words">The words, with their weights.</param>
    /// <param name="merges">The maximum number of merges; fewer are returned when no pair is left.</param>
    /// <param name="progress">Receives the number of learned merges; may be null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The merges in the order of their ranks.</returns>
    public static IReadOnlyList<(string Left, string Right)> Train(
        IEnumerable<KeyValuePair<string, long>> words,
        int merges,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        var state = new State();
        foreach (var (word, weight) in words.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            state.Add(ClipWords.ToSymbols(word), weight);
        state.Start();
        var learned = new List<(string Left, string Right)>(merges);
        while (learned.Count < merges && state.Next() is { } pair)
        {
            cancellationToken.ThrowIfCancellationRequested();
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
        private readonly Dictionary<(string Left, string Right), HashSet<int>> wordsByPair = [];
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

        // A queued count may be outdated: such a pair is queued again with its current count.
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
            foreach (var word in wordsByPair[pair].ToArray())
            {
                var (symbols, weight) = words[word];
                Count(word, -weight, touched);
                words[word] = (Join(symbols, pair, merged), weight);
                Count(word, weight, touched);
            }
            counts.Remove(pair);
            wordsByPair.Remove(pair);
            foreach (var other in touched)
                if (other != pair && counts.GetValueOrDefault(other) is var count and > 0)
                    queue.Enqueue(other, (-count, other.Left, other.Right));
        }

        private void Count(int word, long weight, HashSet<(string Left, string Right)>? touched = null)
        {
            var symbols = words[word].Symbols;
            for (var i = 0; i + 1 < symbols.Length; i++)
            {
                var pair = (symbols[i], symbols[i + 1]);
                counts[pair] = counts.GetValueOrDefault(pair) + weight;
                touched?.Add(pair);
                if (!wordsByPair.TryGetValue(pair, out var containing))
                    wordsByPair[pair] = containing = [];
                containing.Add(word);
            }
        }

        private static string[] Join(string[] symbols, (string Left, string Right) pair, string merged)
        {
            var joined = new List<string>(symbols.Length);
            for (var i = 0; i < symbols.Length; i++)
                if (i + 1 < symbols.Length && symbols[i] == pair.Left && symbols[i + 1] == pair.Right)
                {
                    joined.Add(merged);
                    i++;
                }
                else
                {
                    joined.Add(symbols[i]);
                }
            return [.. joined];
        }
    }
}
