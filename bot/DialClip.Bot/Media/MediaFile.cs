using DialClip.Shared.IO;

namespace DialClip.Bot.Media;

/// <summary>A picture as it is served.</summary>
/// <param name="Bytes">The bytes; null where the picture cannot be served.</param>
/// <param name="ContentType">The content type.</param>
/// <param name="ETag">The entity tag.</param>
internal sealed record MediaFile(byte[]? Bytes, string ContentType, string ETag)
{
    private const int TagDigits = 32;

    /// <summary>Creates a file from bytes of a known SHA-256.</summary>
    public static MediaFile Create(byte[] bytes, string contentType, string sha256) =>
        new(bytes, contentType, ComputeETag(sha256));

    /// <summary>Computes the entity tag of bytes from their SHA-256.</summary>
    public static string ComputeETag(string sha256) => $"\"{sha256[..TagDigits]}\"";

    /// <summary>Creates a file and computes its tag.</summary>
    public static MediaFile Create(byte[] bytes, string contentType) =>
        Create(bytes, contentType, Digest.Compute(bytes).ToString());
}
