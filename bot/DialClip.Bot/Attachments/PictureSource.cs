using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Attachments;

/// <summary>Where a picture of a message lies, as the channel says.</summary>
/// <param name="Address">The address, which is hostile until checked; null when there is none.</param>
/// <param name="IsSigned">Whether the address itself carries the right to read, so that the bot's token never goes there.</param>
internal sealed record PictureSource(string? Address, bool IsSigned)
{
    // How Teams sends a file that was uploaded.
    private const string FileDownloadInfo = "application/vnd.microsoft.teams.file.download.info";

    private static readonly string[] Extensions = ["png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "webp"];

    /// <summary>Gets where an attachment's picture lies; null for what is no picture, such as the text/html beside a pasted one.</summary>
    /// <remarks>Declared types and names only make a candidate; what it is, its own first bytes say.</remarks>
    public static PictureSource? Of(Attachment? attachment)
    {
        if (attachment?.ContentType is not { } type)
            return null;
        if (type.StartsWith("image/", StringComparison.OrdinalIgnoreCase))
            return new(attachment.ContentUrl, IsSigned: false);
        if (!type.Equals(FileDownloadInfo, StringComparison.OrdinalIgnoreCase) || attachment.Content is null)
            return null;
        // It comes as JSON, or as the SDK's own type where a host made it.
        if ((attachment.Content as JToken ?? JToken.FromObject(attachment.Content)) is not JObject file)
            return null;
        return IsPicture(Text(file, "fileType")) || IsPicture(Path.GetExtension(attachment.Name))
            ? new(Text(file, "downloadUrl"), IsSigned: true)
            : null;
    }

    private static bool IsPicture(string? extension) =>
        Extensions.Contains(extension?.TrimStart('.'), StringComparer.OrdinalIgnoreCase);

    private static string? Text(JObject file, string name) => file[name] is JValue { Value: string text } ? text : null;
}
