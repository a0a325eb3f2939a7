namespace DialClip.Bot.Attachments;

/// <summary>Reads addresses that hold their content themselves: data:image/png;base64,…</summary>
internal static class DataAddress
{
    private const string Scheme = "data:";
    private const string Base64Mark = ";base64,";

    // Media type and parameters of real ones are far shorter.
    private const int MostBeforeContent = 200;

    /// <summary>Tells whether an address is one.</summary>
    public static bool Is(string address) => address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets the content; its size is known before any of it is decoded.</summary>
    /// <exception cref="PictureException">It is too large or no base64.</exception>
    public static byte[] Read(string address, int maxBytes)
    {
        var mark = address
            .AsSpan(0, Math.Min(address.Length, MostBeforeContent))
            .IndexOf(Base64Mark, StringComparison.OrdinalIgnoreCase);
        if (mark < 0)
            throw new PictureException(PictureRefusal.BadAddress, "the data address holds no base64");
        var content = address.AsSpan(mark + Base64Mark.Length);
        if (content.Length / 4 * 3L - 2 > maxBytes)
            throw PictureException.TooManyBytes(maxBytes);
        var bytes = new byte[content.Length / 4 * 3 + 3];
        if (!Convert.TryFromBase64Chars(content, bytes, out var count))
            throw new PictureException(PictureRefusal.BadAddress, "the data address holds broken base64");
        return count <= maxBytes ? bytes[..count] : throw PictureException.TooManyBytes(maxBytes);
    }
}
