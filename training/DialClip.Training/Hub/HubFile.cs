using System.Text.Json;

namespace DialClip.Training.Hub;

/// <summary>A file as a hub lists it.</summary>
/// <param name="Name">A plain name, no path.</param>
/// <param name="Size">In bytes, 1 or more.</param>
/// <param name="Digest">What its content has to have; null when the hub gives none.</param>
internal sealed record HubFile(string Name, long Size, ContentDigest? Digest)
{
    // The largest shard anybody publishes has 50 GB; sums of such sizes cannot overflow.
    private const long MaxSize = 1L << 40;

    /// <summary>Gets whether a name that came from elsewhere is one plain file name that no file system reads as anything else.</summary>
    public static bool IsPlainName(string? name) =>
        name is { Length: > 0 and <= 200 }
        && name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.')
        && name[0] is not ('.' or '-')
        && !name.Contains("..", StringComparison.Ordinal);

    /// <summary>Reads one entry of a listing.</summary>
    /// <exception cref="InvalidDataException">Size or digest are missing or make no sense.</exception>
    public static HubFile Read(string name, JsonElement entry)
    {
        var large = entry.TryGetProperty("lfs", out var lfs) && lfs.ValueKind == JsonValueKind.Object;
        var size = Bytes(entry) ?? (large ? Bytes(lfs) : null);
        if (size is not (> 0 and <= MaxSize))
            throw new InvalidDataException(
                $"The hub lists '{name}' with {(size is { } found ? $"{found} bytes" : "no size")}, expected 1 to {MaxSize} bytes. An endpoint has to support '?blobs=true'."
            );
        if (large && Bytes(lfs) is { } real && real != size)
            throw new InvalidDataException(
                $"The hub lists '{name}' with {size} bytes and with {real} bytes; expected the same number twice. Try another --endpoint."
            );
        return new(
            name,
            size.Value,
            large
                ? Announced(name, DigestKind.Sha256, lfs, "sha256", "oid")
                : Announced(name, DigestKind.GitBlob, entry, "blobId", "oid")
        );
    }

    private static long? Bytes(JsonElement entry) =>
        entry.TryGetProperty("size", out var size)
        && size.ValueKind == JsonValueKind.Number
        && size.TryGetInt64(out var bytes)
            ? bytes
            : null;

    private static ContentDigest? Announced(string name, DigestKind kind, JsonElement entry, params string[] properties)
    {
        foreach (var property in properties)
            if (entry.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String)
                return ContentDigest.TryCreate(kind, value.GetString())
                    ?? throw new InvalidDataException(
                        $"The hub's digest '{property}' of '{name}' is no {(kind == DigestKind.Sha256 ? "SHA-256 of 64" : "SHA-1 of 40")} hexadecimal digits. Try another --endpoint."
                    );
        return null;
    }
}
