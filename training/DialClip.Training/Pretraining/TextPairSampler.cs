using DialClip.Encoders.Text;

namespace DialClip.Training.Pretraining;

/// <summary>Draws batches of text pairs; the same seed and step give the same batch.</summary>
internal sealed class TextPairSampler(
    WordNetPairs wordNet,
    StickerPairs stickers,
    WordTable words,
    ClipTokenizer tokenizer,
    TextPairMix mix
)
{
    private const double WordDropout = 0.1;
    private const int LongestText = 30;

    /// <summary>Draws a batch, its sources in fixed shares.</summary>
    public TextPair[] Draw(int size, int seed, int step)
    {
        var random = new Random(unchecked(seed * 1_000_003 + step));
        var counts = new[] { mix.WordNet, mix.Stickers, mix.Bridges, mix.PseudoQueries }
            .Select(share => (int)(share * size))
            .ToArray();
        var batch = new TextPair[size];
        for (var at = 0; at < size; at++)
        {
            var (first, second, key) =
                at < counts[0] ? wordNet.Draw(random)
                : at < counts[..2].Sum() ? stickers.OwnWords(random)
                : at < counts[..3].Sum() ? stickers.Bridge(random)
                : at < counts.Sum() || mix.Messages == 0 ? stickers.PseudoQuery(random)
                : stickers.Message(random);
            batch[at] = new(Tokens(first, random), Tokens(second, random), key);
        }
        return batch;
    }

    private int[] Tokens(IReadOnlyList<int> text, Random random)
    {
        var kept = text.Where(_ => random.NextDouble() >= WordDropout).ToList();
        return
        [
            tokenizer.StartToken,
            .. (kept.Count > 0 ? kept : text)
                .SelectMany(words.Tokens)
                .Take(Math.Min(LongestText, tokenizer.ContextLength - 2)),
            tokenizer.EndToken,
        ];
    }
}
