namespace DialClip.Artifacts.Format;

/// <summary>
/// Orders versions such as 2, 10, 1.4.0 and 2024-10-01: runs of digits as numbers, everything else by its characters.
/// </summary>
internal sealed class ArtifactVersion : IComparer<string>
{
    public static ArtifactVersion Order { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x,
            right = y;
        while (left.Length > 0 && right.Length > 0)
        {
            var difference =
                char.IsAsciiDigit(left[0]) && char.IsAsciiDigit(right[0])
                    ? CompareNumbers(TakeDigits(ref left), TakeDigits(ref right))
                    : TakeOne(ref left) - TakeOne(ref right);
            if (difference != 0)
                return difference;
        }

        // '1.0' comes after its preview '1.0-rc', but before '1.0.1'.
        if (left.Length == right.Length)
            return string.CompareOrdinal(x, y);
        var rest = left.Length > 0 ? left : right;
        return (left.Length > 0) == (rest[0] != '-') ? 1 : -1;
    }

    // Of any length, so no parsing: more digits are more, once zeros in front are gone.
    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length - right.Length : left.SequenceCompareTo(right);
    }

    private static ReadOnlySpan<char> TakeDigits(scoped ref ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExceptInRange('0', '9');
        var digits = length < 0 ? text : text[..length];
        text = text[digits.Length..];
        return digits;
    }

    private static char TakeOne(scoped ref ReadOnlySpan<char> text)
    {
        var first = text[0];
        text = text[1..];
        return first;
    }
}
