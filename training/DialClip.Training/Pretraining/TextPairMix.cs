namespace DialClip.Training.Pretraining;

/// <summary>The share of each source of text pairs in a batch; the shares sum to 1.</summary>
/// <param name="WordNet">A gloss or an example against lemmas of the same or a related meaning.</param>
/// <param name="Stickers">Two disjoint sets of a sticker's own names and keywords.</param>
/// <param name="Bridges">A WordNet sentence about a keyword of a sticker against the sticker's words.</param>
/// <param name="PseudoQueries">A WordNet sentence that BM25 finds close to a sticker against the sticker's words.</param>
/// <param name="Messages">A message that a sticker answers against the sticker's words, or against another such message.</param>
internal sealed record TextPairMix(
    double WordNet,
    double Stickers,
    double Bridges,
    double PseudoQueries,
    double Messages
)
{
    /// <summary>Gets the mix of the committed model.</summary>
    public static TextPairMix Default { get; } = new(0.15, 0.08, 0.15, 0.22, 0.40);

    /// <summary>Gets the mix without messages, the other shares scaled up.</summary>
    public TextPairMix WithoutMessages()
    {
        var rest = WordNet + Stickers + Bridges + PseudoQueries;
        return new(WordNet / rest, Stickers / rest, Bridges / rest, PseudoQueries / rest, 0);
    }
}
