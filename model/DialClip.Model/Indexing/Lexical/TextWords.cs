using System.Globalization;
using System.Text;

namespace DialClip.Model.Indexing.Lexical;

/// <summary>Splits texts of any language into words.</summary>
internal static class TextWords
{
    // A noncharacter that String.Normalize refuses although Unicode allows it.
    private const char Refused = '\ufffe';

    // Scripts that are written without spaces between words, as ranges of code points.
    private static readonly (int First, int Last)[] Unspaced =
    [
        (0x0e00, 0x0eff), // Thai, Lao
        (0x1000, 0x109f), // Myanmar
        (0x1780, 0x17ff), // Khmer
        (0x3040, 0x30ff), // Hiragana, Katakana
        (0x31f0, 0x31ff),
        (0x3400, 0x4dbf), // Han
        (0x4e00, 0x9fff),
        (0xf900, 0xfaff),
        (0x20000, 0x3ffff),
    ];

    /// <summary>
    /// Splits the beginning of a text into words: runs of letters, digits and the marks on them, in the compatibility
    /// composition (NFKC) and lower case, and each run of a script without spaces.
    /// </summary>
    /// <param name="text">Any text; a lone surrogate ends a word.</param>
    /// <param name="maxLength">The most UTF-16 units that are read.</param>
    public static List<string> Split(string text, int maxLength)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inUnspaced = false;
        foreach (var rune in Normalize(Cut(text, maxLength)).EnumerateRunes())
        {
            var isMark =
                word.Length > 0
                && Rune.GetUnicodeCategory(rune)
                    is UnicodeCategory.NonSpacingMark
                        or UnicodeCategory.SpacingCombiningMark
                        or UnicodeCategory.EnclosingMark;
            if (!isMark && !Rune.IsLetterOrDigit(rune))
            {
                End();
                continue;
            }
            if (!isMark && IsUnspaced(rune) != inUnspaced)
            {
                End();
                inUnspaced = !inUnspaced;
            }
            word.Append(rune.ToString());
        }
        End();
        return words;

        void End()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    /// <summary>Determines whether a word is of a script that is written without spaces.</summary>
    public static bool IsUnspaced(string word) => IsUnspaced(Rune.GetRuneAt(word, 0));

    private static bool IsUnspaced(Rune rune) =>
        rune.Value >= Unspaced[0].First && Unspaced.Any(range => rune.Value >= range.First && rune.Value <= range.Last);

    private static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength)
            return text;
        return text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
    }

    private static string Normalize(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var valid = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            valid.Append(rune.Value == Refused ? " " : rune.ToString());
        // A sigma at a word's end has a form of its own, which upper case does not tell.
        return valid.ToString().Normalize(NormalizationForm.FormKC).ToLowerInvariant().Replace('\u03c2', '\u03c3');
    }
}
