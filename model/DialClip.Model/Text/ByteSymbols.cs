namespace DialClip.Model.Text;

/// <summary>The printable character that stands for each byte in a byte-level vocabulary.</summary>
internal static class ByteSymbols
{
    /// <summary>What the last symbol of a word ends with.</summary>
    public const string EndOfWord = "</w>";

    private static readonly char[] ByByte = MakeByByte();
    private static readonly Dictionary<char, byte> ByCharacter = Enumerable.Range(0, 256).ToDictionary(value => ByByte[value], value => (byte)value);

    /// <summary>Gets the bytes in the order in which CLIP numbers them: those that stand for themselves first.</summary>
    public static IReadOnlyList<byte> Order { get; } = [.. Enumerable.Range(0, 256).Where(IsPrintable).Concat(Enumerable.Range(0, 256).Where(value => !IsPrintable(value))).Select(value => (byte)value)];

    /// <summary>Gets the character that stands for a byte.</summary>
    public static char Of(byte value) => ByByte[value];

    /// <summary>Gets the bytes of a token, or null when one of its characters stands for no byte.</summary>
    public static byte[]? Bytes(ReadOnlySpan<char> token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < bytes.Length; i++)
            if (!ByCharacter.TryGetValue(token[i], out bytes[i]))
                return null;
        return bytes;
    }

    private static bool IsPrintable(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);

    private static char[] MakeByByte()
    {
        var next = 256;
        return [.. Enumerable.Range(0, 256).Select(value => (char)(IsPrintable(value) ? value : next++))];
    }
}
