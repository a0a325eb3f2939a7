namespace DialClip.Encoders.Text;

/// <summary>The printable character that stands for each byte in a byte-level vocabulary.</summary>
internal static class ByteSymbols
{
    /// <summary>The suffix of a word's last symbol.</summary>
    public const string EndOfWord = "</w>";

    /// <summary>Gets all bytes and their symbols in the order of CLIP's ids: printable bytes first.</summary>
    public static IReadOnlyList<(byte Value, string Symbol)> All { get; } = MakeAll();

    private static (byte Value, string Symbol)[] MakeAll()
    {
        var values = Enumerable
            .Range(0, 256)
            .ToLookup(value => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF));
        return
        [
            .. values[true].Select(value => ((byte)value, ((char)value).ToString())),
            .. values[false].Select((value, rank) => ((byte)value, ((char)(256 + rank)).ToString())),
        ];
    }
}
