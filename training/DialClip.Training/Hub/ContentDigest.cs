using System.Security.Cryptography;
using System.Text;

namespace DialClip.Training.Hub;

/// <summary>The digest that a hub announces for a file.</summary>
/// <param name="Kind">How it is computed.</param>
/// <param name="Hex">Lower-case hexadecimal digits.</param>
internal sealed record ContentDigest(DigestKind Kind, string Hex)
{
    /// <summary>Gets the digest's name, for people.</summary>
    public string KindName => Kind == DigestKind.Sha256 ? "SHA-256" : "git blob SHA-1";

    /// <summary>Makes a digest of hexadecimal digits, or gives null when they are none.</summary>
    public static ContentDigest? TryCreate(DigestKind kind, string? hex) =>
        hex is not null && hex.Length == (kind == DigestKind.Sha256 ? 64 : 40) && hex.All(char.IsAsciiHexDigit) ? new(kind, hex.ToLowerInvariant()) : null;

    /// <summary>Computes the digest of the same kind of a file.</summary>
    public async Task<string> OfAsync(string path, CancellationToken cancel)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(Kind == DigestKind.Sha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (Kind == DigestKind.GitBlob)
            hash.AppendData(Encoding.ASCII.GetBytes($"blob {file.Length}\0"));
        var buffer = new byte[1 << 20];
        while (await file.ReadAsync(buffer, cancel).ConfigureAwait(false) is var read and > 0)
            hash.AppendData(buffer.AsSpan(0, read));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
