namespace DialClip.Training.Data.Corpus;

/// <summary>A WordNet synset: lemmas, definition and example sentences of one meaning.</summary>
/// <param name="Lemmas">Words and collocations in lower case, underscores as spaces.</param>
/// <param name="Definition">The gloss without its examples.</param>
/// <param name="Examples">Example sentences of two words or more.</param>
/// <param name="Related">Indices of related synsets in the reader's list, without antonyms.</param>
/// <param name="Count">The number of tags with this meaning in SemCor (cntlist.rev).</param>
internal sealed record Synset(
    IReadOnlyList<string> Lemmas,
    string Definition,
    IReadOnlyList<string> Examples,
    IReadOnlyList<int> Related,
    int Count
);
