using System.Globalization;
using System.Text;

namespace DialClip.Encoders.Text;

/// <summary>Leaves emoji out of texts.</summary>
internal static class UnknownEmoji
{
    /// <summary>Gets a text with a space in place of each unknown emoji.</summary>
    /// <param name="text">The text, bounded by the caller.</param>
    /// <param name="isKnown">Whether a vocabulary knows an emoji; asked once for each.</param>
    /// <returns>The text; null where nothing is left out, or where nothing else would remain.</returns>
    public static string? LeaveOut(string text, Func<string, bool> isKnown)
    {
        var words = new StringBuilder(text.Length);
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        var hasUnknown = false;
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext(); )
        {
            var element = elements.GetTextElement();
            var isUnknown = EmojiSequence.IsPicture(element) && !IsKnown(element);
            words.Append(isUnknown ? " " : element);
            hasUnknown |= isUnknown;
        }

        return hasUnknown && words.ToString() is var rest && rest.Any(char.IsLetterOrDigit) ? rest : null;

        bool IsKnown(string element)
        {
            if (!known.TryGetValue(element, out var answer))
                known[element] = answer = isKnown(element);
            return answer;
        }
    }
}
