using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace DialClip.Encoders.Text;

/// <summary>
/// CLIP's pre-tokenizer: contractions, runs of letters, single digits, runs of other characters; white space makes
/// no token. The names of special tokens are ordinary text.
/// </summary>
internal sealed partial class ClipPreTokenizer : PreTokenizer
{
    // Normalized text has no lone surrogate, so this one can only be the second half of a digit's placeholder.
    private const string Letter = "\u00aa\u00aa",
        Digit = "0\udc00",
        Other = "~~";

    /// <summary>Gets the offsets and lengths of a normalized text's words.</summary>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text) =>
        Words().Matches(WithoutPairs(text)).Select(match => (match.Index, match.Length));

    /// <inheritdoc cref="PreTokenize(string)"/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) =>
        PreTokenize(text.ToString());

    // A .NET regex sees surrogates where there are letters and digits beyond U+FFFF; placeholders of the same
    // length and kind make it see those.
    private static string WithoutPairs(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0)
            return text;
        var units = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.IsBmp)
                units.Append((char)rune.Value);
            else
                units.Append(
                    Rune.IsLetter(rune) ? Letter
                    : Rune.IsNumber(rune) ? Digit
                    : Other
                );
        return units.ToString();
    }

    // Linear in the text, which is capped; the timeout is for what nobody thought of.
    [GeneratedRegex(
        @"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}\udc00?|[^\s\p{L}\p{N}]+",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex Words();
}
