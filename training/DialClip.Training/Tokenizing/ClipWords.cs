using System.Text;
using System.Text.RegularExpressions;

namespace DialClip.Training.Tokenizing;

/// <summary>Splits texts into the words and byte symbols of CLIP's vocabulary.</summary>
internal static partial class ClipWords
{
    /// <summary>The suffix of a word's last symbol.</summary>
    public const string EndOfWord = "</w>";

    private static readonly string[] Symbols = CreateSymbols();

    /// <summary>Gets the 256 byte symbols in the order of CLIP's ids: printable bytes, then the rest.</summary>
    public static IReadOnlyList<string> Alphabet { get; } =
    [.. Enumerable.Range(0, 256).OrderBy(value => IsPrintable(value) ? 0 : 1).Select(value => Symbols[value])];

    /// <summary>Gets the words of a text in lower case, split where CLIP's tokenizer splits.</summary>
    public static IEnumerable<string> Split(string lowerCase) =>
        Pattern().Matches(lowerCase).Select(match => match.Value);

    /// <summary>Gets the symbols of a word, one for each byte, the last one with its suffix.</summary>
    public static string[] ToSymbols(string word)
    {
        var symbols = Encoding.UTF8.GetBytes(word).Select(value => Symbols[value]).ToArray();
        symbols[^1] += EndOfWord;
        return symbols;
    }

    private static string[] CreateSymbols()
    {
        var next = 256;
        return [.. Enumerable.Range(0, 256).Select(value => ((char)(IsPrintable(value) ? value : next++)).ToString())];
    }

    private static bool IsPrintable(int value) =>
        value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);

    // Letters beyond U+FFFF count as punctuation, unlike in the tokenizer; the corpus has none.
    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Pattern();
}
