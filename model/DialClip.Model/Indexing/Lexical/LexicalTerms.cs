using System.Text;

namespace DialClip.Model.Indexing.Lexical;

/// <summary>
/// The terms of lexical matching: words in lower case, English ones without ending and without stop words, and pairs of
/// characters where a script has no spaces between words.
/// </summary>
public static class LexicalTerms
{
    private const int MaxLength = 4_096;
    private const int MaxTerms = 256;
    private const int MaxTermLength = 64;

    private static readonly HashSet<string> StopWords = (
        "a an the of in to on at for and or but with by from as is are was were be been being am do does did have has "
        + "had it its he she they we i you his her their our my your this that these those not no so if then than "
        + "there who which what when where how all any some one into out up down over about very just can could will "
        + "would should may might must s t re ve m ll d"
    )
        .Split(' ')
        .ToHashSet(StringComparer.Ordinal);

    private static readonly string[] Endings = ["ing", "edly", "ed", "ies", "es", "s", "ly", "e", "y"];

    /// <summary>Gets the terms of a text, in order.</summary>
    /// <param name="text">Any text; its first 4,096 UTF-16 units are read.</param>
    /// <returns>At most 256 terms of at most 64 UTF-16 units.</returns>
    public static IReadOnlyList<string> GetTerms(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return
        [
            .. TextWords
                .Split(text, MaxLength)
                .SelectMany(word => TextWords.IsUnspaced(word) ? GetPairs(word) : [word])
                .Where(term => term.Length <= MaxTermLength && !StopWords.Contains(term))
                .Select(Stem)
                .Take(MaxTerms),
        ];
    }

    /// <summary>Splits the first 4,096 UTF-16 units of a text into lower-case words of letters and digits.</summary>
    /// <param name="text">Any text.</param>
    public static IReadOnlyList<string> GetWords(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TextWords.Split(text, MaxLength);
    }

    /// <summary>Removes a common English ending from a word, down to three letters.</summary>
    /// <param name="word">A word in lower case; one that is not all ASCII is returned as it is.</param>
    public static string Stem(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (!Ascii.IsValid(word))
            return word;
        foreach (var ending in Endings)
            if (word.Length - ending.Length >= 3 && word.EndsWith(ending, StringComparison.Ordinal))
                return word[..^ending.Length];
        return word;
    }

    /// <summary>Determines whether a word is one of the commonest English ones, which tell nothing of a text.</summary>
    internal static bool IsStopWord(string word) => StopWords.Contains(word);

    // A word's boundaries are not known there, and a pair of characters says more than one.
    private static IEnumerable<string> GetPairs(string run)
    {
        var characters = run.EnumerateRunes().Select(rune => rune.ToString()).ToList();
        return characters.Count == 1 ? characters : characters.Zip(characters.Skip(1), string.Concat);
    }
}
