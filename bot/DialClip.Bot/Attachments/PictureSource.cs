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

    private static readonly string[] Extensions = ["png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "webp"];

    /// <summary>Gets whether the address contains the picture itself: data:image/png;base64,…</summary>
    public bool IsData => Address?.StartsWith(DataScheme, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>
    /// Gets the source of an attachment's picture; null for other attachments, such as the text/html of a pasted one.
    /// </summary>
    /// <remarks>Declared types and names only make a candidate: the file's first bytes decide.</remarks>
    public static PictureSource? From(Attachment? attachment)
    {
        if (attachment?.ContentType is not { } type)
            return null;
        if (type.StartsWith("image/", StringComparison.OrdinalIgnoreCase))
            return new(attachment.ContentUrl, IsSigned: false);
        if (!type.Equals(FileDownloadInfo, StringComparison.OrdinalIgnoreCase) || attachment.Content is null)
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

    private static bool IsPicture(string? extension) =>
        Extensions.Contains(extension?.TrimStart('.'), StringComparer.OrdinalIgnoreCase);

    private static string? GetText(JObject file, string name) =>
        file[name] is JValue { Value: string text } ? text : null;
}
