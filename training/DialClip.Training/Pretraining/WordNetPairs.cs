using DialClip.Training.Data.Corpus;

namespace DialClip.Training.Pretraining;

/// <summary>Draws pairs of WordNet texts that mean the same.</summary>
internal sealed class WordNetPairs
{
    private readonly IReadOnlyList<Synset> synsets;
    private readonly WordTable words;
    private readonly double[] cumulative;

    public WordNetPairs(IReadOnlyList<Synset> synsets, WordTable words)
    {
        (this.synsets, this.words) = (synsets, words);
        cumulative = new double[synsets.Count];
        var sum = 0.0;
        for (var at = 0; at < synsets.Count; at++)
            cumulative[at] = sum += Math.Sqrt(1 + synsets[at].Count) * (1 + Math.Min(2, synsets[at].Examples.Count));
    }

    /// <summary>Draws a pair; frequent meanings and those with examples come more often.</summary>
    public (IReadOnlyList<int> First, IReadOnlyList<int> Second, int Key) Draw(Random random)
    {
        var at = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
        var number = Math.Min(at < 0 ? ~at : at, synsets.Count - 1);
        var synset = synsets[number];
        var kind = random.NextDouble();
        if (kind < 0.6)
            return (Sentence(synset, 0.5, random), Lemmas(synset, random), number);
        if (kind < 0.8 && synset.Examples.Count > 0)
            return (words.Words(Any(synset.Examples, random)), words.Words(synset.Definition), number);
        var first = words.Words(Any(synset.Lemmas, random));
        if (synset.Related.Count == 0 || random.NextDouble() >= 0.6)
            return (first, words.Words(synset.Definition), number);
        var other = synsets[Any(synset.Related, random)];
        return (
            first,
            random.NextDouble() < 0.6 ? Lemmas(other, random, most: 3, related: 0) : words.Words(other.Definition),
            number
        );
    }

    /// <summary>Draws an example or the definition.</summary>
    /// <param name="synset">The meaning.</param>
    /// <param name="removed">How often the meaning's own lemmas are taken out, so that only the rest tells it.</param>
    /// <param name="random">The source of chance.</param>
    public IReadOnlyList<int> Sentence(Synset synset, double removed, Random random)
    {
        var text =
            synset.Examples.Count > 0 && random.NextDouble() < 0.7 ? Any(synset.Examples, random) : synset.Definition;
        var sentence = words.Words(text);
        return random.NextDouble() < removed ? Without(words, sentence, synset.Lemmas) : sentence;
    }

    /// <summary>Draws lemmas of a meaning, and now and then of related ones.</summary>
    public IReadOnlyList<int> Lemmas(Synset synset, Random random, int most = 4, double related = 0.5)
    {
        var drawn = synset.Lemmas.ToArray();
        random.Shuffle(drawn);
        var lemmas = drawn.Take(most).ToList();
        while (synset.Related.Count > 0 && lemmas.Count < 6 && random.NextDouble() < related)
            lemmas.Add(Any(synsets[Any(synset.Related, random)].Lemmas, random));
        return [.. lemmas.SelectMany(words.Words)];
    }

    /// <summary>Draws a related meaning, or gives the same back where there is none.</summary>
    public Synset Related(Synset synset, Random random) =>
        synset.Related.Count == 0 ? synset : synsets[Any(synset.Related, random)];

    /// <summary>Takes every word out that shares its stem with a word of the phrases, unless fewer than two would stay.</summary>
    public static IReadOnlyList<int> Without(WordTable words, IReadOnlyList<int> sentence, IEnumerable<string> phrases)
    {
        var stems = phrases.SelectMany(words.Words).Select(words.Stem).ToHashSet(StringComparer.Ordinal);
        var kept = sentence.Where(word => !stems.Contains(words.Stem(word))).ToList();
        return kept.Count >= 2 ? kept : sentence;
    }

    private static T Any<T>(IReadOnlyList<T> items, Random random) => items[random.Next(items.Count)];
}
