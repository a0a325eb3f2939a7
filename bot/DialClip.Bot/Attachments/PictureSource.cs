using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Attachments;

/// <summary>The source of a message's picture, as the channel names it.</summary>
/// <param name="Address">The address, untrusted until checked; null where there is none.</param>
/// <param name="IsSigned">
/// Whether the address itself grants the right to read, so that the bot's token is not sent.
/// </param>
internal sealed record PictureSource(string? Address, bool IsSigned)
{
    // Teams' content type of a file that was uploaded.
    private const string FileDownloadInfo = "application/vnd.microsoft.teams.file.download.info";

    private const string DataScheme = "data:";
    private const string Base64Mark = ";base64,";

    // Media type and parameters of real data addresses are far shorter.
    private const int MaxDataHeader = 200;

    // Channels that do not look into a file, or do not say what they saw.
    private static readonly string[] UnknownTypes = ["", "application/octet-stream", "binary/octet-stream", "file"];

    // Also of pictures that cannot be used: whoever sends one learns that, and why.
    private static readonly string[] Extensions =
    [
        .. new[] { "png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "webp" },
        .. new[] { "heic", "heif", "avif", "jxl", "tif", "tiff", "svg" },
    ];

    /// <summary>Gets whether the address contains the picture itself: data:image/png;base64,…</summary>
    public bool IsData => Address?.StartsWith(DataScheme, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>
    /// Gets the source of an attachment's picture; null for other attachments, such as the text/html of a pasted one.
    /// </summary>
    /// <remarks>Declared types and names only make a candidate: the file's first bytes decide.</remarks>
    public static PictureSource? From(Attachment? attachment)
    {
        if (attachment is null)
            return null;
        var type = GetMediaType(attachment.ContentType);
        if (type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) || Is(type, "image"))
            return new(attachment.ContentUrl, IsSigned: false);
        if (UnknownTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
            return attachment.Content is null && MayBePicture(attachment)
                ? new(attachment.ContentUrl, IsSigned: false)
                : null;
        if (!Is(type, FileDownloadInfo) || attachment.Content is null)
            return null;
        // It comes as JSON, or as the SDK's own type where a host created it.
        if ((attachment.Content as JToken ?? JToken.FromObject(attachment.Content)) is not JObject file)
            return null;
        return IsPicture(GetText(file, "fileType")) || IsPicture(Path.GetExtension(attachment.Name))
            ? new(GetText(file, "downloadUrl"), IsSigned: true)
            : null;
    }

    /// <summary>Decodes the content of a data address. Its size is checked before any of it is decoded.</summary>
    /// <exception cref="PictureException">It is too large or not base64.</exception>
    public byte[] ReadData(int maxBytes)
    {
        var mark = Address
            .AsSpan(0, Math.Min(Address!.Length, MaxDataHeader))
            .IndexOf(Base64Mark, StringComparison.OrdinalIgnoreCase);
        if (mark < 0)
            throw new PictureException(PictureRefusal.BadAddress, "the data address contains no base64");
        var content = Address.AsSpan(mark + Base64Mark.Length);
        if (content.Length / 4 * 3L - 2 > maxBytes)
            throw PictureException.TooManyBytes(maxBytes);
        var bytes = new byte[content.Length / 4 * 3 + 3];
        if (!Convert.TryFromBase64Chars(content, bytes, out var count))
            throw new PictureException(PictureRefusal.BadAddress, "the data address contains invalid base64");
        return count <= maxBytes ? bytes[..count] : throw PictureException.TooManyBytes(maxBytes);
    }

    // By its name, or that of its address; without a name only the bytes tell.
    private static bool MayBePicture(Attachment attachment)
    {
        if (attachment.ContentUrl?.StartsWith(DataScheme, StringComparison.OrdinalIgnoreCase) == true)
            return !attachment.ContentUrl.StartsWith("data:text/", StringComparison.OrdinalIgnoreCase);
        var extension = Path.GetExtension(attachment.Name);
        if (string.IsNullOrEmpty(extension) && Uri.TryCreate(attachment.ContentUrl, UriKind.Absolute, out var address))
            extension = Path.GetExtension(address.AbsolutePath);
        return string.IsNullOrEmpty(extension) ? !string.IsNullOrEmpty(attachment.ContentUrl) : IsPicture(extension);
    }

    // Without parameters.
    private static string GetMediaType(string? contentType) => (contentType ?? "").Split(';')[0].Trim();

    private static bool Is(string type, string expected) => type.Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static bool IsPicture(string? extension) =>
        Extensions.Contains(extension?.TrimStart('.'), StringComparer.OrdinalIgnoreCase);

    private static string? GetText(JObject file, string name) =>
        file[name] is JValue { Value: string text } ? text : null;
}
