namespace DialClip.Shared.IO;

/// <summary>Extension methods that read untrusted streams up to a limit.</summary>
internal static class BoundedReading
{
    private const int BlockBytes = 80 * 1024;

    /// <summary>Reads a stream to its end, as long as it holds no more than a number of bytes.</summary>
    /// <param name="stream">The stream; its declared length is not trusted, what arrives is counted.</param>
    /// <param name="limit">The maximum number of bytes, 0 or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The bytes, or null as soon as there are more than <paramref name="limit"/>.</returns>
    public static async Task<byte[]?> ReadAtMostAsync(
        this Stream stream,
        int limit,
        CancellationToken cancellationToken
    )
    {
        using var bytes = new MemoryStream();
        var block = new byte[BlockBytes];
        for (int read; (read = await stream.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0; )
        {
            if (bytes.Length + read > limit)
                return null;
            bytes.Write(block, 0, read);
        }

        return bytes.ToArray();
    }

    /// <inheritdoc cref="ReadAtMostAsync"/>
    public static byte[]? ReadAtMost(this Stream stream, int limit)
    {
        using var bytes = new MemoryStream();
        var block = new byte[BlockBytes];
        for (int read; (read = stream.Read(block)) > 0; )
        {
            if (bytes.Length + read > limit)
                return null;
            bytes.Write(block, 0, read);
        }

        return bytes.ToArray();
    }
}
