using DialClip.Training.Data.Corpus;

namespace DialClip.Training.Tokenizing;

/// <summary>What the small model's vocabulary is trained on.</summary>
internal static class TokenizerCorpus
{
    /// <summary>Gets every text with its weight: everyday sentences and the stickers' own words count more than definitions, frequent lemmas more than rare ones.</summary>
    public static IEnumerable<(string Text, long Weight)> Texts(
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
