using System.Runtime.InteropServices;
using System.Text;
using DialClip.Shared.IO;

namespace DialClip.Bot.Storage.Blobs;

/// <summary>
/// The name of the blob of a key: readable where that is safe, a hash otherwise; no two keys share one.
/// </summary>
internal static class BlobName
{
    // The service takes 1,024 characters, but some of its tools fewer, and an address encodes the name once more.
    private const int MaxLength = 400;
    private const string Extension = ".json";

    // '=' is always escaped in a readable name, so none begins like this.
    private const string HashedPrefix = "=sha256/";

    /// <summary>Gets the name; a '/' in the key separates virtual folders.</summary>
    public static string Create(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length <= MaxLength && IsWellFormed(key))
        {
            var parts = key.Split('/');
            // Empty parts and such as '..' mean something to addresses, and a dot at the end to some file systems.
            if (Array.TrueForAll(parts, part => part.Length > 0 && !part.EndsWith('.')))
            {
                var name = string.Join('/', parts.Select(Uri.EscapeDataString)) + Extension;
                if (name.Length <= MaxLength)
                    return name;
            }
        }
        return HashedPrefix + Digest.Compute(MemoryMarshal.AsBytes(key.AsSpan())) + Extension;
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
