using System.Runtime.InteropServices;
using System.Text;
using DialClip.Shared.IO;

namespace DialClip.Bot.Storage.Blobs;

/// <summary>
/// The name of the blob of a key: readable for the plugin's keys, in which ids are hashed, and a hash for all others,
/// because a bot's own keys hold ids of users and conversations. No two keys share one.
/// </summary>
internal static class BlobName
{
    // The service takes 1,024 characters, but some of its tools fewer, and an address encodes the name once more.
    private const int MaxLength = 400;
    private const string Extension = ".json";
    private const string ReadablePrefix = "dialclip/";

    // '=' is always escaped in a readable name, so none begins like this.
    private const string HashedPrefix = "=sha256/";

    /// <summary>Gets the name; a '/' in the key separates virtual folders.</summary>
    public static string Create(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return (key.StartsWith(ReadablePrefix, StringComparison.Ordinal) ? FindReadable(key) : null)
            ?? HashedPrefix + Digest.Compute(MemoryMarshal.AsBytes(key.AsSpan())) + Extension;
    }

    /// <summary>Gets the name that earlier builds gave a key; null where it is the same.</summary>
    public static string? FindFormer(string key) =>
        key.StartsWith(ReadablePrefix, StringComparison.Ordinal) ? null : FindReadable(key);

    /// <summary>Gets the key of a readable name; null for a hashed name, and for blobs of others.</summary>
    public static string? FindKey(string name)
    {
        if (!name.EndsWith(Extension, StringComparison.Ordinal))
            return null;
        var key = string.Join('/', name[..^Extension.Length].Split('/').Select(Uri.UnescapeDataString));
        return key.StartsWith(ReadablePrefix, StringComparison.Ordinal) && Create(key) == name ? key : null;
    }

    private static string? FindReadable(string key)
    {
        if (key.Length > MaxLength || !IsWellFormed(key))
            return null;
        var parts = key.Split('/');
        // Empty parts and such as '..' mean something to addresses, and a dot at the end to some file systems.
        if (!Array.TrueForAll(parts, part => part.Length > 0 && !part.EndsWith('.')))
            return null;
        var name = string.Join('/', parts.Select(Uri.EscapeDataString)) + Extension;
        return name.Length <= MaxLength ? name : null;
    }

    // Half of a surrogate pair would be escaped as if it were any other half.
    private static bool IsWellFormed(string key)
    {
        for (var index = 0; index < key.Length; )
        {
            if (!Rune.TryGetRuneAt(key, index, out var rune))
                return false;
            index += rune.Utf16SequenceLength;
        }
        return true;
    }
}
