using System.Globalization;
using System.Text;

namespace DialClip.Bot.Privacy;

/// <summary>
/// A text from outside as a log may hold it: on one line, with nothing that a terminal or a reader of lines obeys, and
/// short.
/// </summary>
/// <param name="text">The text, such as a header of a request; null counts as an empty one.</param>
public readonly struct LogText(string? text)
{
    /// <summary>The most characters of a text that are logged, before they are escaped.</summary>
    public const int MaxLength = 200;

    /// <summary>Gets the text with escapes.</summary>
    /// <returns>
    /// The text; characters that are not printed (controls, line and paragraph separators, directions, halves of
    /// pairs) are <c>\uXXXX</c>, and what follows after <see cref="MaxLength"/> characters is '…'.
    /// </returns>
    public override string ToString()
    {
        if (text is null)
            return "";
        var escaped = new StringBuilder(Math.Min(text.Length, MaxLength) + 1);
        for (var index = 0; index < text.Length; )
        {
            if (index >= MaxLength)
                return escaped.Append('…').ToString();
            var isWhole = Rune.TryGetRuneAt(text, index, out var rune);
            var length = isWhole ? rune.Utf16SequenceLength : 1;
            if (isWhole && IsPrinted(Rune.GetUnicodeCategory(rune)))
                escaped.Append(text, index, length);
            else
                foreach (var unit in text.AsSpan(index, length))
                    escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            index += length;
        }
        return escaped.ToString();
    }

    private static bool IsPrinted(UnicodeCategory category) =>
        category
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate
                or UnicodeCategory.OtherNotAssigned
            );
}
