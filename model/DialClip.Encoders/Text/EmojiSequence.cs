using System.Globalization;
using System.Text;

namespace DialClip.Encoders.Text;

/// <summary>
/// The code points of an emoji, by which the same emoji is recognised in another spelling: in hexadecimal with hyphens
/// and without variation selectors, such as "1F468-200D-1F4BB".
/// </summary>
public static class EmojiSequence
{
    private const int EmojiPresentation = 0xFE0F;
    private const int TextPresentation = 0xFE0E;
    private const int Keycap = 0x20E3;

    // The longest emoji, a family with colours of skin, has far fewer.
    private const int MaxLength = 120;

    /// <summary>Gets the keys of each emoji of a text that consists of emoji and punctuation alone.</summary>
    /// <param name="text">The text, as people see it.</param>
    /// <returns>
    /// For each emoji its own key, and that without the colour of skin where it has one; empty where the text holds
    /// anything else.
    /// </returns>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<IReadOnlyList<string>>();
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (string.IsNullOrWhiteSpace(element))
                continue;
            if (FindKey(element) is not { } key)
            {
                if (element.EnumerateRunes().All(Rune.IsPunctuation))
                    continue;
                return [];
            }
            var colourless = CreateKey(element.EnumerateRunes().Where(rune => !IsSkinTone(rune.Value)));
            found.Add(key == colourless || colourless.Length == 0 ? [key] : [key, colourless]);
        }

        return found;
    }

    /// <summary>Gets the key of an id or keyword that names one emoji: the emoji itself, or its code points.</summary>
    /// <returns>The key; null for any other name.</returns>
    public static string? FindName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaxLength)
            return null;
        if (!char.IsAsciiHexDigit(name[0]))
            return FindKey(name);
        var parts = name.Split('-');
        var runes = new List<Rune>(parts.Length);
        foreach (var part in parts)
        {
            if (
                part.Length is < 4 or > 6
                || !int.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                || !Rune.IsValid(value)
            )
                return FindKey(name);
            runes.Add(new(value));
        }

        return FindKey(string.Concat(runes));
    }

    /// <summary>Determines whether a grapheme is drawn as a picture, and is not made of an ASCII sign.</summary>
    internal static bool IsPicture(string element) => !char.IsAscii(element[0]) && FindKey(element) is not null;

    // One grapheme that is drawn as a picture.
    private static string? FindKey(string element)
    {
        if (element.Length is 0 or > MaxLength || StringInfo.GetNextTextElementLength(element) != element.Length)
            return null;
        var runes = element.EnumerateRunes().ToList();
        var isKeycap = runes[^1].Value == Keycap;
        return isKeycap || VisibleText.IsSymbol(runes[0].Value) ? CreateKey(runes) : null;
    }

    private static string CreateKey(IEnumerable<Rune> runes) =>
        string.Join(
            '-',
            runes
                .Where(rune => rune.Value is not (EmojiPresentation or TextPresentation))
                .Select(rune => rune.Value.ToString("X4", CultureInfo.InvariantCulture))
        );

    private static bool IsSkinTone(int value) => value is >= 0x1F3FB and <= 0x1F3FF;
}
