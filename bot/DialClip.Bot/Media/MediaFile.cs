using DialClip.Shared.IO;

namespace DialClip.Bot.Media;

/// <summary>A picture as it is served.</summary>
/// <param name="Bytes">Its bytes; null for one that cannot be served.</param>
/// <param name="ContentType">Its content type.</param>
/// <param name="Tag">What tells its bytes from others.</param>
internal sealed record MediaFile(byte[]? Bytes, string ContentType, string Tag)
{
    private const int TagDigits = 32;

    /// <summary>Makes one whose SHA-256 is known.</summary>
    public static MediaFile Of(byte[] bytes, string contentType, string sha256) =>
        new(bytes, contentType, TagOf(sha256));

    /// <summary>Gets the tag of the bytes that have an SHA-256.</summary>
    public static string TagOf(string sha256) => $"\"{sha256[..TagDigits]}\"";

    /// <summary>Makes one.</summary>
    public static MediaFile Of(byte[] bytes, string contentType) =>
        Of(bytes, contentType, Digest.Compute(bytes).ToString());
}
