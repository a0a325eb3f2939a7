using System.Globalization;

namespace DialClip.Shared.Records;

/// <summary>
/// Escaped halves of surrogate pairs in JSON, such as <c>"\ud83d"</c> of an emoji that was cut: no text contains them.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;

    /// <summary>Replaces each half by an escaped U+FFFD, which has as many bytes.</summary>
    /// <param name="json">The bytes of a JSON value.</param>
    /// <returns>The same bytes where there is none, otherwise a copy; and how many were replaced.</returns>
    public static (ReadOnlyMemory<byte> Json, int Count) Replace(ReadOnlyMemory<byte> json)
    {
        var (copy, count) = (default(byte[]), 0);
        var span = json.Span;
        for (var at = span.IndexOf((byte)'\\'); at >= 0 && at < span.Length; )
        {
            var unit = ReadEscape(span[at..]);
            var isPair = IsHigh(unit) && IsLow(ReadEscape(span[Math.Min(at + EscapeLength, span.Length)..]));
            if (unit is not null && !isPair && (IsHigh(unit) || IsLow(unit)))
            {
                copy ??= json.ToArray();
                @"\ufffd"u8.CopyTo(copy.AsSpan(at));
                count++;
            }
            // An escaped backslash does not begin another escape.
            at += isPair ? 2 * EscapeLength : 2;
            var next = at < span.Length ? span[at..].IndexOf((byte)'\\') : -1;
            at = next < 0 ? span.Length : at + next;
        }
        return (copy ?? json, count);
    }

    private static bool IsHigh(int? unit) => unit is >= 0xD800 and <= 0xDBFF;

    private static bool IsLow(int? unit) => unit is >= 0xDC00 and <= 0xDFFF;

    private static int? ReadEscape(ReadOnlySpan<byte> json) =>
        json is [(byte)'\\', (byte)'u', _, _, _, _, ..]
        && int.TryParse(
            json[2..EscapeLength],
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out var unit
        )
            ? unit
            : null;
}
