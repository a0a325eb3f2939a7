using DialClip.Training.Data.Corpus;
using DialClip.Training.Evaluation;

namespace DialClip.Training.Pretraining;

/// <summary>Draws pairs of a text and a sticker's words.</summary>
internal sealed class StickerPairs
{
    private const int PseudoTop = 3;
    private const float PseudoFloor = 5;

    private readonly IReadOnlyList<Sticker> stickers;
    private readonly IReadOnlyList<Synset> synsets;
    private readonly WordNetPairs wordNet;
    private readonly WordTable words;
    private readonly IReadOnlyList<(string Phrase, int Synset, double Cumulative)>[] bridges;
    private readonly int[] bridged;
    private readonly List<(string Text, (int Sticker, double Cumulative)[] Candidates)> pseudo;
    private readonly IReadOnlyList<(int[] Stickers, string[] Messages)> messages;

    public StickerPairs(
        IReadOnlyList<Sticker> stickers,
        IReadOnlyList<Synset> synsets,
        IReadOnlyList<StickerMessages> messages,
        WordNetPairs wordNet,
        WordTable words,
        IProgress<long> progress,
        CancellationToken cancel
    )
    {
        (this.stickers, this.synsets, this.wordNet, this.words) = (stickers, synsets, wordNet, words);
        bridges = Bridges(stickers, synsets);
        bridged = [.. Enumerable.Range(0, stickers.Count).Where(sticker => bridges[sticker].Count > 0)];
        pseudo = Pseudo(stickers, synsets, progress, cancel);
        var numbers = stickers
            .Select((sticker, number) => (sticker.Id, number))
            .ToDictionary(pair => pair.Id, pair => pair.number, StringComparer.Ordinal);
        this.messages =
        [
            .. messages.Select(entry => (entry.Stickers.Select(id => numbers[id]).ToArray(), entry.Messages.ToArray())),
        ];
    }

    /// <summary>Draws two disjoint sets of a sticker's phrases.</summary>
    public (IReadOnlyList<int> First, IReadOnlyList<int> Second, int Key) OwnWords(Random random)
    {
        var sticker = random.Next(stickers.Count);
        var phrases = stickers[sticker].Phrases.ToArray();
        random.Shuffle(phrases);
        var first = random.Next(1, Math.Max(1, Math.Min(4, phrases.Length - 1)) + 1);
        return (
            Join(phrases[..first]),
            Some(phrases.Length > first ? phrases[first..] : phrases, random),
            Key(sticker)
        );
    }

    /// <summary>Draws a WordNet sentence about a keyword of a sticker.</summary>
    public (IReadOnlyList<int> First, IReadOnlyList<int> Second, int Key) Bridge(Random random)
    {
        // No keyword is a lemma: only in a corpus far smaller than WordNet.
        if (bridged.Length == 0)
            return OwnWords(random);
        var sticker = bridged[random.Next(bridged.Length)];
        var options = bridges[sticker];
        var place = random.NextDouble() * options[^1].Cumulative;
        var (phrase, number, _) = options.First(option => option.Cumulative >= place);
        var synset = synsets[number];
        if (random.NextDouble() < 0.15)
            synset = wordNet.Related(synset, random);
        var first = random.NextDouble() < 0.8 ? wordNet.Sentence(synset, 0.3, random) : wordNet.Lemmas(synset, random);
        var phrases = stickers[sticker].Phrases;
        return (
            first,
            Some(
                phrases.Count > 1 && random.NextDouble() < 0.5 ? [.. phrases.Where(one => one != phrase)] : phrases,
                random
            ),
            Key(sticker)
        );
    }

    /// <summary>Draws a WordNet sentence that shares words with a sticker; mostly without the shared words, so that the rest has to tell.</summary>
    public (IReadOnlyList<int> First, IReadOnlyList<int> Second, int Key) PseudoQuery(Random random)
    {
        if (pseudo.Count == 0)
            return OwnWords(random);
        var (text, candidates) = pseudo[random.Next(pseudo.Count)];
        var place = random.NextDouble();
        var sticker = candidates.First(candidate => candidate.Cumulative >= place).Sticker;
        IReadOnlyList<int> sentence = words.Words(text);
        if (random.NextDouble() < 0.6)
            sentence = WordNetPairs.Without(words, sentence, stickers[sticker].Phrases);
        return (sentence, Some(stickers[sticker].Phrases, random), Key(sticker));
    }

    /// <summary>Draws a message that a sticker answers, against the sticker's words or against another message that it answers.</summary>
    public (IReadOnlyList<int> First, IReadOnlyList<int> Second, int Key) Message(Random random)
    {
        var (its, texts) = messages[random.Next(messages.Count)];
        var sticker = its[random.Next(its.Length)];
        var first = random.Next(texts.Length);
        if (texts.Length > 1 && random.NextDouble() < 0.2)
            return (
                words.Words(texts[first]),
                words.Words(texts[(first + random.Next(1, texts.Length)) % texts.Length]),
                Key(sticker)
            );
        return (words.Words(texts[first]), Some(stickers[sticker].Phrases, random), Key(sticker));
    }

    // Synsets have the numbers from 0 on.
    private int Key(int sticker) => synsets.Count + sticker;

    private List<int> Join(IEnumerable<string> phrases) => [.. phrases.SelectMany(words.Words)];

    private List<int> Some(IReadOnlyList<string> phrases, Random random)
    {
        var drawn = phrases.ToArray();
        random.Shuffle(drawn);
        return Join(drawn.Take(random.Next(1, 9)));
    }

    private static IReadOnlyList<(string, int, double)>[] Bridges(
        IReadOnlyList<Sticker> stickers,
        IReadOnlyList<Synset> synsets
    )
    {
        var senses = synsets
            .SelectMany((synset, number) => synset.Lemmas.Select(lemma => (lemma, number)))
            .GroupBy(pair => pair.lemma, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.Select(pair => pair.number).ToArray(),
                StringComparer.Ordinal
            );
        return
        [
            .. stickers.Select(sticker =>
            {
                var options = new List<(string, int, double)>();
                var sum = 0.0;
                foreach (var phrase in sticker.Phrases)
                {
                    var found =
                        senses.GetValueOrDefault(phrase) ?? senses.GetValueOrDefault(LexicalTerms.StemOf(phrase)) ?? [];
                    double total = found.Sum(number => 1 + synsets[number].Count);
                    foreach (var number in found)
                        options.Add((phrase, number, sum += (1 + synsets[number].Count) / total));
                }
                return (IReadOnlyList<(string, int, double)>)options;
            }),
        ];
    }

    private static List<(string, (int, double)[])> Pseudo(
        IReadOnlyList<Sticker> stickers,
        IReadOnlyList<Synset> synsets,
        IProgress<long> progress,
        CancellationToken cancel
    )
    {
        var done = 0;
        var bm25 = new Bm25([.. stickers.Select(sticker => LexicalTerms.Of(string.Join(' ', sticker.Phrases)))]);
        var found = new List<(string, (int, double)[])>();
        foreach (var synset in synsets)
        {
            cancel.ThrowIfCancellationRequested();
            progress.Report(++done);
            foreach (var text in synset.Count > 0 ? [.. synset.Examples, synset.Definition] : synset.Examples)
            {
                var scores = bm25.Score(LexicalTerms.Of($"{text} {string.Join(' ', synset.Lemmas)}"));
                var best = Best(scores);
                if (best.Length == 0 || scores[best[0]] < PseudoFloor)
                    continue;
                var shares = best.Select(sticker =>
                        scores[sticker] < PseudoFloor - 1 ? 0 : Math.Exp((scores[sticker] - scores[best[0]]) / 1.5)
                    )
                    .ToArray();
                var (sum, total) = (0.0, shares.Sum());
                found.Add(
                    (
                        text,
                        [
                            .. best.Select(
                                (sticker, place) =>
                                    (sticker, place == best.Length - 1 ? 1.0 : (sum += shares[place] / total))
                            ),
                        ]
                    )
                );
            }
        }
        return found;
    }

    private static int[] Best(float[] scores)
    {
        var best = new List<int>(PseudoTop + 1);
        for (var at = 0; at < scores.Length; at++)
        {
            if (scores[at] <= 0 || (best.Count == PseudoTop && scores[at] <= scores[best[^1]]))
                continue;
            var place = best.FindIndex(other => scores[other] < scores[at]);
            best.Insert(place < 0 ? best.Count : place, at);
            if (best.Count > PseudoTop)
                best.RemoveAt(PseudoTop);
        }
        return [.. best];
    }
}
