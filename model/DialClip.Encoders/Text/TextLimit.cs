using System.Text;

namespace DialClip.Encoders.Text;

/// <summary>
/// The part of a text that can matter for its first N tokens. A byte-pair encoder's time grows with the square of a
/// word's length, so a text is cut before it is normalized and again before it is encoded.
/// </summary>
/// <remarks>
/// A text whose tokens fit is never changed. White space makes no token and is not counted. Every other byte of the
/// normalized text lies in exactly one token, and a token covers at most M bytes; so more than N * M bytes are more
/// than N tokens. Normalizing makes at least 2 bytes of 3 UTF-16 units (U+01D6 decomposes into three; a test goes
/// through all of Unicode); so more than 1.5 * N * M units are more than N tokens, too. What remains of a longer text
/// makes N tokens at least, by the same reckoning; they are those of the whole text unless one word reaches from among
/// the first N tokens to the cut.
/// </remarks>
internal static class TextLimit
{
    /// <summary>Cuts a text that is not normalized yet; runs of white space may become one space.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="bytes">N * M, the bytes that N tokens cover at most.</param>
    public static string CutRaw(string text, long bytes) => Cut(text, (bytes * 3 + 1) / 2, 1, _ => 1);

    /// <summary>Cuts a normalized text; runs of white space may become one space.</summary>
    /// <param name="text">A normalized text.</param>
    /// <param name="bytes">N * M, the bytes that N tokens cover at most.</param>
    public static string CutNormalized(string text, long bytes) =>
        Cut(
            text,
            bytes,
            3,
            unit =>
                unit < 0x80 ? 1
                : unit < 0x800 || char.IsSurrogate(unit) ? 2
                : 3
        );

    private static string Cut(string text, long limit, int mostOfUnit, Func<char, int> measure)
    {
        if ((long)text.Length * mostOfUnit <= limit)
            return text;
        var cut = new StringBuilder();
        var size = 0L;
        foreach (var unit in text)
        {
            if (char.IsWhiteSpace(unit))
            {
                if (cut.Length > 0 && cut[^1] != ' ')
                    cut.Append(' ');
                continue;
            }

            // The second half of a surrogate pair goes with the first.
            if (size >= limit && !char.IsLowSurrogate(unit))
                break;
            cut.Append(unit);
            size += measure(unit);
        }

        return cut.ToString();
    }
}
