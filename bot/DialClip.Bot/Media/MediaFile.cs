using DialClip.Shared.IO;

namespace DialClip.Bot.Media;

/// <summary>A picture to serve.</summary>
/// <param name="Bytes">The bytes; null for a picture that cannot be served.</param>
/// <param name="ContentType">The content type.</param>
/// <param name="Tag">The entity tag, quoted.</param>
internal sealed record MediaFile(byte[]? Bytes, string ContentType, string Tag)
{
    private const int TagDigits = 32;

    /// <summary>Creates a file whose SHA-256 is known.</summary>
    public static MediaFile Create(byte[] bytes, string contentType, string sha256) =>
        new(bytes, contentType, CreateTag(sha256));

    /// <summary>Creates the entity tag of an SHA-256.</summary>
    public static string CreateTag(string sha256) => $"\"{sha256[..TagDigits]}\"";

    /// <summary>Creates a file.</summary>
    public static MediaFile Create(byte[] bytes, string contentType) =>
        Create(bytes, contentType, Digest.Compute(bytes).ToString());
}
