using DialClip.Encoders.Text;

namespace DialClip.Training.Pretraining;

/// <summary>A sampler of batches of text pairs, deterministic by seed and step.</summary>
internal sealed class TextPairSampler(
    WordNetPairs wordNet,
    StickerPairs stickers,
    WordTable words,
    ClipTokenizer tokenizer,
    TextPairMix mix
)
{
    private const double WordDropout = 0.1;
    private const int MaxTokens = 30;

    /// <summary>Samples a batch with fixed shares of its sources.</summary>
    public TextPair[] Draw(int size, int seed, int step)
    {
        var random = new Random(unchecked(seed * 1_000_003 + step));
        var counts = new[] { mix.WordNet, mix.Stickers, mix.Bridges, mix.PseudoQueries }
            .Select(share => (int)(share * size))
            .ToArray();
        var batch = new TextPair[size];
        for (var index = 0; index < size; index++)
        {
            var (first, second, key) =
                index < counts[0] ? wordNet.Draw(random)
                : index < counts[..2].Sum() ? stickers.DrawOwnWords(random)
                : index < counts[..3].Sum() ? stickers.DrawBridge(random)
                : index < counts.Sum() || mix.Messages == 0 ? stickers.DrawPseudoQuery(random)
                : stickers.DrawMessage(random);
            batch[index] = new(GetTokens(first, random), GetTokens(second, random), key);
        }
        return batch;
    }

    private int[] GetTokens(IReadOnlyList<int> text, Random random)
    {
        var remaining = text.Where(_ => random.NextDouble() >= WordDropout).ToList();
        return
        [
            tokenizer.StartToken,
            .. (remaining.Count > 0 ? remaining : text)
                .SelectMany(words.Tokens)
                .Take(Math.Min(MaxTokens, tokenizer.ContextLength - 2)),
            tokenizer.EndToken,
        ];
    }
}
