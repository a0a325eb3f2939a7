namespace DialClip.Training.Evaluation;

/// <summary>Splits texts into the terms that lexical matching compares: words in lower case, without stop words, without common endings.</summary>
internal static class LexicalTerms
{
    private static readonly HashSet<string> StopWords = (
        "a an the of to in on at for and or but with by from as is are was were be been being am do does did have has had it its he she they we i you his her their our my your this that these those "
        + "not no so if then than there who which what when where how all any some one into out up down over about very just can could will would should may might must s t re ve m ll d"
    )
        .Split(' ')
        .ToHashSet(StringComparer.Ordinal);

    private static readonly string[] Endings = ["ing", "edly", "ed", "ies", "es", "s", "ly", "e", "y"];

    /// <summary>Gets the terms of a text, in its order.</summary>
    public static IReadOnlyList<string> Of(string text) =>
        [.. Bm25.Terms(text).Where(term => !StopWords.Contains(term)).Select(StemOf)];

    /// <summary>Takes a common English ending off; three letters stay.</summary>
    public static string StemOf(string word)
    {
        foreach (var ending in Endings)
            if (word.Length - ending.Length >= 3 && word.EndsWith(ending, StringComparison.Ordinal))
                return word[..^ending.Length];
        return word;
    }
}
