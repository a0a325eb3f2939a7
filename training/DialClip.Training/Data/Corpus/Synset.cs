namespace DialClip.Training.Data.Corpus;

/// <summary>One WordNet synset: the words of one meaning, what it means, and sentences that use it.</summary>
/// <param name="Lemmas">Words and collocations in lower case, underscores as spaces.</param>
/// <param name="Definition">The gloss without its examples.</param>
/// <param name="Examples">Example sentences of two words or more.</param>
/// <param name="Related">Numbers of related synsets in the reader's list; antonyms are left out.</param>
/// <param name="Count">How often the lemmas were tagged with this meaning in SemCor (cntlist.rev).</param>
internal sealed record Synset(
    IReadOnlyList<string> Lemmas,
    string Definition,
    IReadOnlyList<string> Examples,
    IReadOnlyList<int> Related,
    int Count
);
