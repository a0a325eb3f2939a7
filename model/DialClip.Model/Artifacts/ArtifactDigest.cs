using System.Buffers;
using System.Security.Cryptography;

namespace DialClip.Model.Artifacts;

/// <summary>SHA-256 as manifests write it: 64 lower-case hexadecimal digits.</summary>
public static class ArtifactDigest
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Gets the digest of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Gets the digest of a stream from where it stands to its end.</summary>
    public static async Task<string> OfAsync(Stream content, CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false));

    /// <summary>Gets whether a text has the form of a digest.</summary>
    public static bool IsValid(string? text) => text is { Length: 64 } && text.AsSpan().IndexOfAnyExcept(Digits) < 0;
}
