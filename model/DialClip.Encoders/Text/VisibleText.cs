using System.Globalization;
using System.Text;

namespace DialClip.Encoders.Text;

/// <summary>
/// The text that people see: without control and format characters, variation selectors and blank letters, which
/// keyboards, editors and web pages leave behind. What joins or colours an emoji stays.
/// </summary>
public static class VisibleText
{
    private const int ZeroWidthJoiner = 0x200D;
    private const int EmojiPresentation = 0xFE0F;
    private const int Keycap = 0x20E3;
    private const int BlackFlag = 0x1F3F4;

    /// <summary>Gets a text without what nobody sees, and without white space at its ends.</summary>
    /// <param name="text">Any text; white space other than line ends becomes a plain space.</param>
    /// <returns>The text; empty where nothing can be seen.</returns>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsPlain(text))
            return text.Trim();
        var runes = text.EnumerateRunes().ToArray();
        var visible = new StringBuilder(text.Length);
        // The last rune that was kept; 0 where there is none.
        var before = 0;
        for (var index = 0; index < runes.Length; index++)
        {
            var rune = runes[index];
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator)
                rune = new(' ');
            else if (IsInvisible(rune) && !IsPartOfEmoji(rune.Value, before, runes.AsSpan(index + 1)))
                continue;
            visible.Append(rune);
            before = rune.Value;
        }

        return visible.ToString().Trim();
    }

    /// <summary>Determines whether a rune is an emoji or another pictorial symbol.</summary>
    internal static bool IsSymbol(int value) =>
        !IsBlank(value)
        && (
            // Punctuation and a letter that emoji are made of, and blocks that hold emoji alone.
            value is 0x203C or 0x2049 or 0x2139 or 0x3030 or 0x303D
            || value is >= 0x1F000 and <= 0x1FAFF
            || Rune.IsValid(value)
                && Rune.GetUnicodeCategory(new Rune(value)) is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol
                && value > 0x7F
        );

    private static bool IsPlain(string text)
    {
        foreach (var unit in text)
            if (unit is (< ' ' or > '~') and not ('\n' or '\r' or '\t'))
                return false;
        return true;
    }

    private static bool IsInvisible(Rune rune) =>
        IsBlank(rune.Value)
        || IsVariationSelector(rune.Value)
        || IsReservedForInvisible(rune.Value)
        || Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Format => true,
            UnicodeCategory.Control => !Rune.IsWhiteSpace(rune),
            _ => false,
        };

    // Letters and a symbol that are drawn as nothing: fillers of Hangul, inherent vowels of Khmer, the grapheme joiner,
    // the empty pattern of Braille. And the place of a picture that was not copied with its text.
    private static bool IsBlank(int value) =>
        value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or 0xFFFC;

    // Unicode's Default_Ignorable_Code_Point where no character is assigned yet: drawn as nothing.
    private static bool IsReservedForInvisible(int value) =>
        value is 0x2065 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF);

    private static bool IsVariationSelector(int value) =>
        value is >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF or >= 0x180B and <= 0x180D or 0x180F;

    private static bool IsPartOfEmoji(int value, int before, ReadOnlySpan<Rune> next) =>
        value switch
        {
            EmojiPresentation => IsSymbol(before) || next is [{ Value: Keycap }, ..],
            ZeroWidthJoiner => (IsSymbol(before) || before == EmojiPresentation)
                && next is [var joined, ..]
                && IsSymbol(joined.Value),
            // The letters of a flag's region, up to the end mark.
            >= 0xE0020 and <= 0xE007F => before is BlackFlag or (>= 0xE0020 and < 0xE007F),
            _ => false,
        };
}
