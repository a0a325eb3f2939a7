using System.Globalization;
using System.Text;

namespace DialClip.Model.Text;

/// <summary>Unicode's canonical composition (NFC), the same in every globalization mode.</summary>
internal static class CanonicalComposition
{
    // Everything below U+0300 is a starter that composes with nothing below U+0300.
    private const char FirstCombining = '\u0300';
    private const int HangulBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TrailCount = 28;

    private static readonly Dictionary<int, int[]> Decompositions = [];
    private static readonly Dictionary<long, int> Compositions = [];
    private static readonly Dictionary<int, byte> Classes = [];

    static CanonicalComposition()
    {
        foreach (var (whole, parts) in Entries(CanonicalData.Composed).Concat(Entries(CanonicalData.Excluded)))
            Decompositions.Add(whole, parts);
        foreach (var (whole, parts) in Entries(CanonicalData.Composed))
            Compositions.Add(Pair(parts[0], parts[1]), whole);
        foreach (var entry in Words(CanonicalData.CombiningClasses))
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            var range = entry[..colon].Split('-');
            for (var code = Hex(range[0]); code <= Hex(range[^1]); code++)
                Classes.Add(code, byte.Parse(entry[(colon + 1)..], CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Gets the text composed; a lone surrogate becomes U+FFFD.</summary>
    public static string Compose(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange(FirstCombining, '\uffff') < 0)
            return text;
        var codes = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, codes);
        Order(codes);
        Recompose(codes);
        var composed = new StringBuilder(codes.Count);
        Span<char> units = stackalloc char[2];
        foreach (var code in codes)
            composed.Append(units[..new Rune(code).EncodeToUtf16(units)]);
        return composed.ToString();
    }

    private static void Decompose(int code, List<int> into)
    {
        if (code is >= HangulBase and < HangulBase + LeadCount * VowelCount * TrailCount)
        {
            var index = code - HangulBase;
            into.Add(LeadBase + index / (VowelCount * TrailCount));
            into.Add(VowelBase + index / TrailCount % VowelCount);
            if (index % TrailCount != 0)
                into.Add(TrailBase + index % TrailCount);
        }
        else if (code >= 0xC0 && Decompositions.TryGetValue(code, out var parts))
        {
            foreach (var part in parts)
                Decompose(part, into);
        }
        else
        {
            into.Add(code);
        }
    }

    // Marks between two starters sort by class; the sort is stable, so that marks of one class keep their order.
    private static void Order(List<int> codes)
    {
        for (var start = 0; start < codes.Count; start++)
        {
            if (Class(codes[start]) == 0)
                continue;
            var end = start + 1;
            while (end < codes.Count && Class(codes[end]) != 0)
                end++;
            if (end - start > 1)
            {
                var sorted = codes.GetRange(start, end - start).OrderBy(Class).ToList();
                for (var i = 0; i < sorted.Count; i++)
                    codes[start + i] = sorted[i];
            }

            start = end;
        }
    }

    private static void Recompose(List<int> codes)
    {
        int starter = -1, written = 0, lastClass = 0;
        foreach (var code in codes.ToArray())
        {
            var own = Class(code);
            // A mark is blocked from its starter by a mark of the same or a higher class between them.
            var adjacent = starter >= 0 && starter == written - 1;
            if (starter >= 0 && (adjacent || (lastClass != 0 && lastClass < own)) && TryCompose(codes[starter], code, out var whole))
            {
                codes[starter] = whole;
                continue;
            }

            if (own == 0)
                starter = written;
            lastClass = own;
            codes[written++] = code;
        }

        codes.RemoveRange(written, codes.Count - written);
    }

    private static bool TryCompose(int first, int second, out int whole)
    {
        if (first is >= LeadBase and < LeadBase + LeadCount && second is >= VowelBase and < VowelBase + VowelCount)
        {
            whole = HangulBase + ((first - LeadBase) * VowelCount + (second - VowelBase)) * TrailCount;
            return true;
        }

        if (first is >= HangulBase and < HangulBase + LeadCount * VowelCount * TrailCount && (first - HangulBase) % TrailCount == 0 && second is > TrailBase and < TrailBase + TrailCount)
        {
            whole = first + (second - TrailBase);
            return true;
        }

        return Compositions.TryGetValue(Pair(first, second), out whole);
    }

    private static byte Class(int code) => code < FirstCombining ? (byte)0 : Classes.GetValueOrDefault(code);

    private static long Pair(int first, int second) => ((long)first << 32) | (uint)second;

    private static IEnumerable<(int Whole, int[] Parts)> Entries(string data) =>
        Words(data).Select(entry => entry.Split('=')).Select(sides => (Hex(sides[0]), sides[1].Split('+').Select(Hex).ToArray()));

    private static string[] Words(string data) => data.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
