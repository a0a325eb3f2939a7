using DialClip.Training.Data.Corpus;

namespace DialClip.Training.Pretraining;

/// <summary>A sampler of pairs of WordNet texts of the same meaning.</summary>
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
        for (var index = 0; index < synsets.Count; index++)
            cumulative[index] = sum +=
                Math.Sqrt(1 + synsets[index].Count) * (1 + Math.Min(2, synsets[index].Examples.Count));
    }

    /// <summary>Samples a pair, favouring frequent synsets and those with examples.</summary>
    public (IReadOnlyList<int> First, IReadOnlyList<int> Second, int Key) Draw(Random random)
    {
        var index = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
        var number = Math.Min(index < 0 ? ~index : index, synsets.Count - 1);
        var synset = synsets[number];
        var kind = random.NextDouble();
        if (kind < 0.6)
            return (DrawSentence(synset, 0.5, random), DrawLemmas(synset, random), number);
        if (kind < 0.8 && synset.Examples.Count > 0)
            return (words.Words(DrawOne(synset.Examples, random)), words.Words(synset.Definition), number);
        var first = words.Words(DrawOne(synset.Lemmas, random));
        if (synset.Related.Count == 0 || random.NextDouble() >= 0.6)
            return (first, words.Words(synset.Definition), number);
        var related = synsets[DrawOne(synset.Related, random)];
        return (
            first,
            random.NextDouble() < 0.6
                ? DrawLemmas(related, random, most: 3, relatedShare: 0)
                : words.Words(related.Definition),
            number
        );
    }

    /// <summary>Samples an example or the definition of a synset.</summary>
    /// <param name="synset">The synset.</param>
    /// <param name="removed">The probability of removing the synset's lemmas from the sentence.</param>
    /// <param name="random">The random source.</param>
    public IReadOnlyList<int> DrawSentence(Synset synset, double removed, Random random)
    {
        var text =
            synset.Examples.Count > 0 && random.NextDouble() < 0.7
                ? DrawOne(synset.Examples, random)
                : synset.Definition;
        var sentence = words.Words(text);
        return random.NextDouble() < removed ? RemoveWords(words, sentence, synset.Lemmas) : sentence;
    }

    /// <summary>Samples lemmas of a synset, and sometimes of related ones.</summary>
    public IReadOnlyList<int> DrawLemmas(Synset synset, Random random, int most = 4, double relatedShare = 0.5)
    {
        var drawn = synset.Lemmas.ToArray();
        random.Shuffle(drawn);
        var lemmas = drawn.Take(most).ToList();
        while (synset.Related.Count > 0 && lemmas.Count < 6 && random.NextDouble() < relatedShare)
            lemmas.Add(DrawOne(synsets[DrawOne(synset.Related, random)].Lemmas, random));
        return [.. lemmas.SelectMany(words.Words)];
    }

    /// <summary>Samples a related synset; the same one where there is none.</summary>
    public Synset DrawRelated(Synset synset, Random random) =>
        synset.Related.Count == 0 ? synset : synsets[DrawOne(synset.Related, random)];

    /// <summary>Removes words that share a stem with the phrases, unless fewer than two remain.</summary>
    public static IReadOnlyList<int> RemoveWords(
        WordTable words,
        IReadOnlyList<int> sentence,
        IEnumerable<string> phrases
    )
    {
        var stems = phrases.SelectMany(words.Words).Select(words.Stem).ToHashSet(StringComparer.Ordinal);
        var remaining = sentence.Where(word => !stems.Contains(words.Stem(word))).ToList();
        return remaining.Count >= 2 ? remaining : sentence;
    }

    private static T DrawOne<T>(IReadOnlyList<T> items, Random random) => items[random.Next(items.Count)];
}
