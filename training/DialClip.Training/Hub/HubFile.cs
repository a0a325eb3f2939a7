using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DialClip.Training.Hub;

/// <summary>A file as a hub lists it.</summary>
/// <param name="Name">A plain file name.</param>
/// <param name="Size">The size in bytes, 1 or more.</param>
/// <param name="Digest">
/// Lower-case hexadecimal digits: 64 of SHA-256, which hubs give for large files, or 40 of git's blob SHA-1; null when
/// the hub gives none.
/// </param>
internal sealed record HubFile(string Name, long Size, string? Digest)
{
    // The largest published shards have 50 GB; sums of such sizes cannot overflow.
    private const long MaxSize = 1L << 40;
    private const int Sha256Digits = 64;
    private const int Sha1Digits = 40;

    /// <summary>Determines whether a name is one plain file name on every file system; it may be untrusted.</summary>
    public static bool IsPlainName(string? name) =>
        name is { Length: > 0 and <= 200 }
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
        && name[0] is not ('.' or '-')
        && !name.Contains("..", StringComparison.Ordinal);

    /// <summary>Parses an entry of a listing.</summary>
    /// <exception cref="InvalidDataException">Size or digest are missing or malformed.</exception>
    public static HubFile Parse(string name, JsonElement entry)
    {
        var isLarge = entry.TryGetProperty("lfs", out var lfs) && lfs.ValueKind == JsonValueKind.Object;
        var size = GetSize(entry) ?? (isLarge ? GetSize(lfs) : null);
        if (size is not (> 0 and <= MaxSize))
            throw new InvalidDataException(
                $"The hub lists '{name}' with {(size is { } bytes ? $"{bytes} bytes" : "no size")}, "
                    + $"expected 1 to {MaxSize} bytes. An endpoint has to support '?blobs=true'."
            );
        if (isLarge && GetSize(lfs) is { } largeSize && largeSize != size)
            throw new InvalidDataException(
                $"The hub lists '{name}' with {size} bytes and with {largeSize} bytes; "
                    + "expected the same number twice. Try another --endpoint."
            );
        return new(
            name,
            size.Value,
            isLarge
                ? GetDigest(name, Sha256Digits, lfs, "sha256", "oid")
                : GetDigest(name, Sha1Digits, entry, "blobId", "oid")
        );
    }

    /// <summary>Determines whether a local file has the listed content; without a digest that is unknown.</summary>
    public async Task<bool> IsAtAsync(string path, CancellationToken cancellationToken) =>
        Digest is not null
        && new FileInfo(path) is { Exists: true } stored
        && stored.Length == Size
        && await ComputeDigestAsync(path, cancellationToken).ConfigureAwait(false) == Digest;

    /// <summary>Gets the name of the digest's kind, for messages.</summary>
    public string DigestName => Digest?.Length == Sha256Digits ? "SHA-256" : "git blob SHA-1";

    /// <summary>Computes the digest of a local file, of the same kind as the listed one.</summary>
    public async Task<string> ComputeDigestAsync(string path, CancellationToken cancellationToken)
    {
        const FileOptions Options = FileOptions.Asynchronous | FileOptions.SequentialScan;
        var isSha256 = Digest!.Length == Sha256Digits;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, Options);
        using var hash = IncrementalHash.CreateHash(isSha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (!isSha256)
            hash.AppendData(Encoding.ASCII.GetBytes($"blob {file.Length}\0"));
        var buffer = new byte[1 << 17];
        while (await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
            hash.AppendData(buffer.AsSpan(0, read));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static long? GetSize(JsonElement entry) =>
        entry.TryGetProperty("size", out var size)
        && size.ValueKind == JsonValueKind.Number
        && size.TryGetInt64(out var bytes)
            ? bytes
            : null;

    private static string? GetDigest(string name, int digits, JsonElement entry, params string[] properties)
    {
        foreach (var property in properties)
            if (entry.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String)
                return value.GetString() is { } hex && hex.Length == digits && hex.All(char.IsAsciiHexDigit)
                    ? hex.ToLowerInvariant()
                    : throw new InvalidDataException(
                        $"The hub's digest '{property}' of '{name}' is not {digits} hexadecimal digits. "
                            + "Try another --endpoint."
                    );
        return null;
    }
}
