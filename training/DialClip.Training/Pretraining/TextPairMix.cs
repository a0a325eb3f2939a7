namespace DialClip.Training.Pretraining;

/// <summary>The shares of the sources of text pairs in a batch; they sum to 1.</summary>
/// <param name="WordNet">Glosses and examples with lemmas of the same or a related synset.</param>
/// <param name="Stickers">Two disjoint sets of a sticker's phrases.</param>
/// <param name="Bridges">A WordNet sentence about a keyword of a sticker with the sticker's phrases.</param>
/// <param name="PseudoQueries">
/// A WordNet sentence that BM25 finds close to a sticker with the sticker's phrases.
/// </param>
/// <param name="Messages">A message to a sticker with the sticker's phrases or another message to it.</param>
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

    /// <summary>Gets the mix without messages, with the other shares scaled to 1.</summary>
    public TextPairMix WithoutMessages()
    {
        var rest = WordNet + Stickers + Bridges + PseudoQueries;
        return new(WordNet / rest, Stickers / rest, Bridges / rest, PseudoQueries / rest, 0);
    }
}
