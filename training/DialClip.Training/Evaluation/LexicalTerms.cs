namespace DialClip.Training.Evaluation;

/// <summary>The terms of lexical matching: lower-case word stems without stop words.</summary>
internal static class LexicalTerms
{
    private static readonly HashSet<string> StopWords = (
        "a an the of to in on at for and or but with by from as is are was were be been being am do does did have has "
        + "had it its he she they we i you his her their our my your this that these those not no so if then than "
        + "there who which what when where how all any some one into out up down over about very just can could will "
        + "would should may might must s t re ve m ll d"
    )
        .Split(' ')
        .ToHashSet(StringComparer.Ordinal);

    private static readonly string[] Endings = ["ing", "edly", "ed", "ies", "es", "s", "ly", "e", "y"];

    /// <summary>Gets the terms of a text, in order.</summary>
    public static IReadOnlyList<string> GetTerms(string text) =>
        [.. Bm25.Terms(text).Where(term => !StopWords.Contains(term)).Select(Stem)];

    /// <summary>Removes a common English ending from a word, down to three letters.</summary>
    public static string Stem(string word)
    {
        foreach (var ending in Endings)
            if (word.Length - ending.Length >= 3 && word.EndsWith(ending, StringComparison.Ordinal))
                return word[..^ending.Length];
        return word;
    }
}
