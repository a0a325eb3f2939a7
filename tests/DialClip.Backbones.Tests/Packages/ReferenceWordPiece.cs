using System.Globalization;
using System.Text;

namespace DialClip.Backbones.Tests.Packages;

/// <summary>BERT's rules, written from its published tokenizer, step by step and without any limit of time.</summary>
internal sealed class ReferenceWordPiece
{
    private const int MaxWord = 100;

    private readonly Dictionary<string, int> ids;
    private readonly bool isCased;

    public ReferenceWordPiece(byte[] vocabulary, bool isCased)
    {
        var lines = Encoding.UTF8.GetString(vocabulary).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        ids = lines.Select((line, id) => (line, id)).ToDictionary(pair => pair.line, pair => pair.id);
        this.isCased = isCased;
    }

    public List<int> Encode(string text) =>
        [.. Split(Strip(Clean(text))).SelectMany(word => Pieces([.. word.EnumerateRunes()]))];

    private static string Clean(string text)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsSpace(rune))
                clean.Append(' ');
            else if (rune.Value is not (0 or 0xFFFD) && !IsControl(rune))
                clean.Append(IsChinese(rune.Value) ? $" {rune} " : rune.ToString());
        }
        return clean.ToString();
    }

    private string Strip(string text)
    {
        if (isCased)
            return text;
        var lower = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            lower.Append(rune.Value == 0x130 ? "i\u0307" : Rune.ToLowerInvariant(rune).ToString());
        var decomposed = new StringBuilder();
        // One by one: String.Normalize refuses some noncharacters, and marks are dropped whatever their order.
        foreach (var rune in lower.ToString().EnumerateRunes())
        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes())
            if (Rune.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)
                decomposed.Append(part.ToString());
        return decomposed.ToString();
    }

    private static IEnumerable<string> Split(string text)
    {
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var part = new StringBuilder();
            foreach (var rune in word.EnumerateRunes())
            {
                if (!IsPunctuation(rune))
                {
                    part.Append(rune.ToString());
                    continue;
                }
                if (part.Length > 0)
                    yield return part.ToString();
                part.Clear();
                yield return rune.ToString();
            }
            if (part.Length > 0)
                yield return part.ToString();
        }
    }

    private List<int> Pieces(List<Rune> word)
    {
        List<int> unknown = [ids["[UNK]"]];
        if (word.Count > MaxWord)
            return unknown;
        var pieces = new List<int>();
        for (var start = 0; start < word.Count; )
        {
            var end = word.Count;
            int id;
            while (!ids.TryGetValue((start > 0 ? "##" : "") + string.Concat(word[start..end]), out id))
                if (--end == start)
                    return unknown;
            pieces.Add(id);
            start = end;
        }
        return pieces;
    }

    private static bool IsSpace(Rune rune) =>
        rune.Value is '\t' or '\n' or '\r'
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    private static bool IsControl(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned;

    private static bool IsPunctuation(Rune rune) =>
        (rune.IsAscii && rune.Value > 32 && !char.IsAsciiLetterOrDigit((char)rune.Value) && rune.Value < 127)
        || Rune.IsPunctuation(rune);

    private static bool IsChinese(int c) =>
        c is >= 0x4E00 and <= 0x9FFF
        || c is >= 0x3400 and <= 0x4DBF
        || c is >= 0x20000 and <= 0x2A6DF
        || c is >= 0x2A700 and <= 0x2B73F
        || c is >= 0x2B740 and <= 0x2B81F
        || c is >= 0x2B820 and <= 0x2CEAF
        || c is >= 0xF900 and <= 0xFAFF
        || c is >= 0x2F800 and <= 0x2FA1F;
}
