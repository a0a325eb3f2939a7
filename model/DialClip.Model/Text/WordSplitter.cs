using System.Globalization;
using System.Text;

namespace DialClip.Model.Text;

/// <summary>Cuts a text into the words that CLIP's byte-pair merges stay within: contractions, letters, single digits, other signs.</summary>
internal static class WordSplitter
{
    // In the order in which they are tried at an apostrophe.
    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private enum Kind
    {
        Space,
        Letter,
        Number,
        Sign,
    }

    /// <summary>Gets the text as the splitter reads it: composed and in lower case.</summary>
    public static string Clean(string text) =>
        // The one letter whose lower case is two characters, which the invariant casing leaves alone.
        CanonicalComposition.Compose(text).ToLowerInvariant().Replace("\u0130", "i\u0307", StringComparison.Ordinal);

    /// <summary>Gets the words of a cleaned text, in order, in time linear in its length.</summary>
    public static IEnumerable<string> Split(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var kind = KindAt(text, start, out var length);
            if (kind == Kind.Space)
            {
                start += length;
                continue;
            }

            var end = start + length;
            if (text[start] == '\'' && ContractionLength(text, start) is var contraction and > 0)
                end = start + contraction;
            else if (kind != Kind.Number)
                while (end < text.Length && KindAt(text, end, out length) == kind)
                    end += length;
            yield return text[start..end];
            start = end;
        }
    }

    private static int ContractionLength(string text, int start)
    {
        foreach (var contraction in Contractions)
            if (string.CompareOrdinal(text, start, contraction, 0, contraction.Length) == 0)
                return contraction.Length;
        return 0;
    }

    private static Kind KindAt(string text, int index, out int length)
    {
        // A lone surrogate reads as U+FFFD, a sign, and takes one unit.
        _ = Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out length);
        if (Rune.IsWhiteSpace(rune))
            return Kind.Space;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Sign,
        };
    }
}
