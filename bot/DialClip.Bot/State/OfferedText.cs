using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace DialClip.Bot.State;

/// <summary>The spellings of a text that the bot offered to be answered with, as people type it.</summary>
internal static class OfferedText
{
    // As the SDK's choice and confirm prompts understand them; other languages have the texts and digits alone.
    private static readonly FrozenDictionary<string, string> Meanings = new Dictionary<string, string>
    {
        ["ONE"] = "1",
        ["TWO"] = "2",
        ["THREE"] = "3",
        ["FOUR"] = "4",
        ["FIVE"] = "5",
        ["SIX"] = "6",
        ["SEVEN"] = "7",
        ["EIGHT"] = "8",
        ["NINE"] = "9",
        ["TEN"] = "10",
        ["FIRST"] = "1",
        ["SECOND"] = "2",
        ["THIRD"] = "3",
        ["FOURTH"] = "4",
        ["FIFTH"] = "5",
        ["1ST"] = "1",
        ["2ND"] = "2",
        ["3RD"] = "3",
        ["4TH"] = "4",
        ["5TH"] = "5",
        ["Y"] = "YES",
        ["YEP"] = "YES",
        ["YEAH"] = "YES",
        ["SURE"] = "YES",
        ["N"] = "NO",
        ["NOPE"] = "NO",
        ["NAH"] = "NO",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Fillers = FrozenSet.ToFrozenSet(
        ["THE", "OPTION", "NUMBER", "CHOICE", "PLEASE"],
        StringComparer.Ordinal
    );

    /// <summary>Gets a text in capitals, without accents, punctuation and what nobody sees.</summary>
    public static string Normalize(string text)
    {
        var letters = new StringBuilder(text.Length);
        // Runes first: a lone surrogate cannot be normalized.
        var valid = string.Concat(text.EnumerateRunes());
        foreach (var rune in valid.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
                letters.Append(letters.Length > 0 && letters[^1] != ' ' ? " " : "");
            else if (!IsLeftOut(rune))
                letters.Append(rune);
        }

        // Of a text such as "?!" all stays.
        var normal = letters.ToString().TrimEnd();
        return (normal.Length > 0 ? normal : valid.Trim()).ToUpperInvariant();
    }

    /// <summary>
    /// Gets what a text may have been offered as: itself, without fillers, and the number that it names.
    /// </summary>
    /// <param name="text">The text that was typed.</param>
    public static IEnumerable<string> GetSpellings(string text)
    {
        var normal = Normalize(text);
        yield return normal;
        List<string> words = [.. normal.Split(' ').Where(word => !Fillers.Contains(word))];
        if (words is [.., _, "ONE"])
            words.RemoveAt(words.Count - 1);
        if (words.Count == 0)
            yield break;
        yield return string.Join(' ', words);
        if (words is [var word] && Meanings.TryGetValue(word, out var meaning))
            yield return meaning;
    }

    private static bool IsLeftOut(Rune rune) =>
        Rune.IsPunctuation(rune)
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format
                or UnicodeCategory.Control;
}
