namespace DialClip.Bot.Host.DirectLine;

/// <summary>Reads what a caller sends, up to a limit.</summary>
internal static class BoundedBody
{
    /// <summary>Reads all of it.</summary>
    /// <returns>The bytes, or null when there are more than the limit.</returns>
    public static async Task<byte[]?> ReadAsync(Stream body, int most, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (bytes.Length + read > most)
                return null;
            bytes.Write(buffer, 0, read);
        }
        return bytes.ToArray();
    }
}
