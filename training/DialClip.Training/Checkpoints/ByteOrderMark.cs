namespace DialClip.Training.Checkpoints;

/// <summary>The mark that some editors put before UTF-8.</summary>
internal static class ByteOrderMark
{
    /// <summary>Gets a file's bytes without the mark.</summary>
    public static ReadOnlyMemory<byte> Skip(byte[] bytes) =>
        bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
}
