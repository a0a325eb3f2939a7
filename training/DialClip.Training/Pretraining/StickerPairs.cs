using DialClip.Model.Indexing.Lexical;
using DialClip.Training.Data.Corpus;

namespace DialClip.Training.Pretraining;

/// <summary>A sampler of pairs of a text and a sticker's phrases.</summary>
internal sealed class StickerPairs
{
    private const int MaxPseudoStickers = 3;
    private const float MinPseudoScore = 5;

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
        CancellationToken cancellationToken
    )
    {
        (this.stickers, this.synsets, this.wordNet, this.words) = (stickers, synsets, wordNet, words);
        bridges = FindBridges(stickers, synsets);
        bridged = [.. Enumerable.Range(0, stickers.Count).Where(sticker => bridges[sticker].Count > 0)];
        pseudo = FindPseudoQueries(stickers, synsets, progress, cancellationToken);
        var numbers = stickers
            .Select((sticker, number) => (sticker.Id, number))
            .ToDictionary(pair => pair.Id, pair => pair.number, StringComparer.Ordinal);
        this.messages =
        [
            .. messages.Select(entry => (entry.Stickers.Select(id => numbers[id]).ToArray(), entry.Messages.ToArray())),
        ];
    }

    /// <summary>Samples two disjoint sets of a sticker's phrases.</summary>
    public (IReadOnlyList<int> First, IReadOnlyList<int> Second, int Key) DrawOwnWords(Random random)
    {
        var sticker = random.Next(stickers.Count);
        var phrases = stickers[sticker].Phrases.ToArray();
        random.Shuffle(phrases);
        var first = random.Next(1, Math.Max(1, Math.Min(4, phrases.Length - 1)) + 1);
        return (
            Join(phrases[..first]),
            JoinSome(phrases.Length > first ? phrases[first..] : phrases, random),
            GetKey(sticker)
        );
    }

    /// <summary>Samples a WordNet sentence about a keyword of a sticker.</summary>
    public (IReadOnlyList<int> First, IReadOnlyList<int> Second, int Key) DrawBridge(Random random)
    {
        // Without WordNet, as in tests, no keyword may be a lemma.
        if (bridged.Length == 0)
            return DrawOwnWords(random);
        var sticker = bridged[random.Next(bridged.Length)];
        var options = bridges[sticker];
        var threshold = random.NextDouble() * options[^1].Cumulative;
        var (phrase, number, _) = options.First(option => option.Cumulative >= threshold);
        var synset = synsets[number];
        if (random.NextDouble() < 0.15)
            synset = wordNet.DrawRelated(synset, random);
        var first =
            random.NextDouble() < 0.8 ? wordNet.DrawSentence(synset, 0.3, random) : wordNet.DrawLemmas(synset, random);
        var phrases = stickers[sticker].Phrases;
        return (
            first,
            JoinSome(
                phrases.Count > 1 && random.NextDouble() < 0.5
                    ? [.. phrases.Where(phraseText => phraseText != phrase)]
                    : phrases,
                random
            ),
            GetKey(sticker)
        );
    }

    /// <summary>
    /// Samples a WordNet sentence that shares words with a sticker, mostly with the shared words removed.
    /// </summary>
    public (IReadOnlyList<int> First, IReadOnlyList<int> Second, int Key) DrawPseudoQuery(Random random)
    {
        if (pseudo.Count == 0)
            return DrawOwnWords(random);
        var (text, candidates) = pseudo[random.Next(pseudo.Count)];
        var threshold = random.NextDouble();
        var sticker = candidates.First(candidate => candidate.Cumulative >= threshold).Sticker;
        IReadOnlyList<int> sentence = words.Words(text);
        if (random.NextDouble() < 0.6)
            sentence = WordNetPairs.RemoveWords(words, sentence, stickers[sticker].Phrases);
        return (sentence, JoinSome(stickers[sticker].Phrases, random), GetKey(sticker));
    }

    /// <summary>Samples a message to a sticker, against the sticker's phrases or another message to it.</summary>
    public (IReadOnlyList<int> First, IReadOnlyList<int> Second, int Key) DrawMessage(Random random)
    {
        var (stickerNumbers, texts) = messages[random.Next(messages.Count)];
        var sticker = stickerNumbers[random.Next(stickerNumbers.Length)];
        var first = random.Next(texts.Length);
        if (texts.Length > 1 && random.NextDouble() < 0.2)
            return (
                words.Words(texts[first]),
                words.Words(texts[(first + random.Next(1, texts.Length)) % texts.Length]),
                GetKey(sticker)
            );
        return (words.Words(texts[first]), JoinSome(stickers[sticker].Phrases, random), GetKey(sticker));
    }

    // Synsets have the keys from 0 on.
    private int GetKey(int sticker) => synsets.Count + sticker;

    private List<int> Join(IEnumerable<string> phrases) => [.. phrases.SelectMany(words.Words)];

    private List<int> JoinSome(IReadOnlyList<string> phrases, Random random)
    {
        var drawn = phrases.ToArray();
        random.Shuffle(drawn);
        return Join(drawn.Take(random.Next(1, 9)));
    }

    private static IReadOnlyList<(string, int, double)>[] FindBridges(
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
                    var senseNumbers =
                        senses.GetValueOrDefault(phrase) ?? senses.GetValueOrDefault(LexicalTerms.Stem(phrase)) ?? [];
                    double total = senseNumbers.Sum(number => 1 + synsets[number].Count);
                    foreach (var number in senseNumbers)
                        options.Add((phrase, number, sum += (1 + synsets[number].Count) / total));
                }
                return (IReadOnlyList<(string, int, double)>)options;
            }),
        ];
    }

    private static List<(string, (int, double)[])> FindPseudoQueries(
        IReadOnlyList<Sticker> stickers,
        IReadOnlyList<Synset> synsets,
        IProgress<long> progress,
        CancellationToken cancellationToken
    )
    {
        var done = 0;
        var bm25 = new Bm25Index([
            .. stickers.Select(sticker => LexicalTerms.GetTerms(string.Join(' ', sticker.Phrases))),
        ]);
        var senseNumbers = new List<(string, (int, double)[])>();
        foreach (var synset in synsets)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress.Report(++done);
            foreach (var text in synset.Count > 0 ? [.. synset.Examples, synset.Definition] : synset.Examples)
            {
                var scores = bm25.Score(LexicalTerms.GetTerms($"{text} {string.Join(' ', synset.Lemmas)}"));
                var best = FindBest(scores);
                if (best.Length == 0 || scores[best[0]] < MinPseudoScore)
                    continue;
                var shares = best.Select(sticker =>
                        scores[sticker] < MinPseudoScore - 1 ? 0 : Math.Exp((scores[sticker] - scores[best[0]]) / 1.5)
                    )
                    .ToArray();
                var (sum, total) = (0.0, shares.Sum());
                senseNumbers.Add(
                    (
                        text,
                        [
                            .. best.Select(
                                (sticker, index) =>
                                    (sticker, index == best.Length - 1 ? 1.0 : (sum += shares[index] / total))
                            ),
                        ]
                    )
                );
            }
        }
        return senseNumbers;
    }

    private static int[] FindBest(float[] scores)
    {
        var best = new List<int>(MaxPseudoStickers + 1);
        for (var sticker = 0; sticker < scores.Length; sticker++)
        {
            if (scores[sticker] <= 0 || (best.Count == MaxPseudoStickers && scores[sticker] <= scores[best[^1]]))
                continue;
            var position = best.FindIndex(other => scores[other] < scores[sticker]);
            best.Insert(position < 0 ? best.Count : position, sticker);
            if (best.Count > MaxPseudoStickers)
                best.RemoveAt(MaxPseudoStickers);
        }
        return [.. best];
    }
}
