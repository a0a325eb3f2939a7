using System.Globalization;
using System.Text;

namespace DialClip.Encoders.Text;

/// <summary>
/// The words of a text as BERT's tokenizer makes them before it looks into its vocabulary: cleaned, without case and
/// accents where the vocabulary has none, with punctuation and Chinese characters apart.
/// </summary>
/// <remarks>
/// As in google-research/bert and Hugging Face's BertTokenizer. The library's own splitting leaves symbols such as "$"
/// out, and composes what it decomposed, which gives other ids.
/// </remarks>
/// <param name="isCased">Whether case and accents stay.</param>
/// <param name="maxWords">The most words, whose time bounds that of any text.</param>
internal sealed class BertWords(bool isCased, int maxWords)
{
    /// <summary>The most code points of a word that is looked up; a longer one is unknown.</summary>
    public const int MaxLength = 100;

    private readonly List<BertWord> words = [];
    private readonly StringBuilder word = new();
    private int length;

    /// <summary>Splits a text.</summary>
    /// <param name="text">Any text; lone surrogates are left out, as U+FFFD is.</param>
    /// <param name="isCased">Whether case and accents stay.</param>
    /// <param name="maxWords">The most words.</param>
    public static IReadOnlyList<BertWord> Split(string text, bool isCased, int maxWords) =>
        new BertWords(isCased, maxWords).Split(text);

    private List<BertWord> Split(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (words.Count >= maxWords)
                break;
            if (rune.IsAscii)
                AddAscii((char)rune.Value);
            else
                AddOther(rune);
        }
        End();
        if (words.Count > maxWords)
            words.RemoveRange(maxWords, words.Count - maxWords);
        return words;
    }

    private void AddAscii(char character)
    {
        if (character is ' ' or '\t' or '\n' or '\r')
            End();
        else if (char.IsControl(character))
            return;
        else if (!char.IsAsciiLetterOrDigit(character))
            AddAlone(new Rune(character));
        else
            Append(new Rune(isCased ? character : char.ToLowerInvariant(character)));
    }

    private void AddOther(Rune rune)
    {
        var category = Rune.GetUnicodeCategory(rune);
        if (
            category
            is UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
        )
            End();
        else if (IsDropped(rune, category))
            return;
        else if (IsChinese(rune.Value))
        {
            End();
            foreach (var part in Simplify(rune))
                Append(part);
            End();
        }
        // What is too long already is unknown, whatever follows.
        else if (length > MaxLength && !Rune.IsPunctuation(rune))
            return;
        else
            foreach (var part in Simplify(rune))
                if (IsPunctuation(part))
                    AddAlone(part);
                else
                    Append(part);
    }

    private bool IsDropped(Rune rune, UnicodeCategory category) =>
        rune == Rune.ReplacementChar
        || (!isCased && category == UnicodeCategory.NonSpacingMark)
        || category
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned;

    // Lower case without accents, where the vocabulary has none of either.
    private IEnumerable<Rune> Simplify(Rune rune)
    {
        if (isCased)
            return [rune];
        // U+0130 is the one letter whose lower case is two characters; the second is a mark.
        var lower = rune.Value == 0x130 ? new Rune('i') : Rune.ToLowerInvariant(rune);
        return lower
            .ToString()
            .Normalize(NormalizationForm.FormD)
            .EnumerateRunes()
            .Where(part => Rune.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark);
    }

    private void AddAlone(Rune rune)
    {
        End();
        Append(rune);
        End();
    }

    private void Append(Rune rune)
    {
        if (length++ < MaxLength)
            word.Append(rune.ToString());
    }

    private void End()
    {
        if (length > 0)
            words.Add(new(word.ToString(), length > MaxLength));
        word.Clear();
        length = 0;
    }

    private static bool IsPunctuation(Rune rune) =>
        rune.IsAscii ? !char.IsAsciiLetterOrDigit((char)rune.Value) : Rune.IsPunctuation(rune);

    private static bool IsChinese(int value) =>
        value
            is (>= 0x4E00 and <= 0x9FFF)
                or (>= 0x3400 and <= 0x4DBF)
                or (>= 0x20000 and <= 0x2A6DF)
                or (>= 0x2A700 and <= 0x2B73F)
                or (>= 0x2B740 and <= 0x2B81F)
                or (>= 0x2B820 and <= 0x2CEAF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0x2F800 and <= 0x2FA1F);
}
