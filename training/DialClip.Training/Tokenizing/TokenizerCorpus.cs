using DialClip.Training.Data.Corpus;

namespace DialClip.Training.Tokenizing;

/// <summary>The corpus that the vocabulary of the small model is trained on.</summary>
internal static class TokenizerCorpus
{
    /// <summary>Gets the texts with their weights.</summary>
    /// <remarks>
    /// Examples and the phrases of stickers weigh more than definitions, frequent lemmas more than rare ones.
    /// </remarks>
    public static IEnumerable<(string Text, long Weight)> GetTexts(
        IEnumerable<Synset> synsets,
        IEnumerable<Sticker> stickers
    )
    {
        foreach (var synset in synsets)
        {
            yield return (synset.Definition, 1);
            foreach (var example in synset.Examples)
                yield return (example, 5);
            foreach (var lemma in synset.Lemmas)
                yield return (lemma, 1 + synset.Count);
        }
        foreach (var sticker in stickers)
        foreach (var phrase in sticker.Phrases)
            yield return (phrase, 100);
    }
}
