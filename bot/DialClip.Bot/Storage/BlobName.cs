using System.Runtime.InteropServices;
using System.Text;
using DialClip.Shared.IO;

namespace DialClip.Bot.Storage;

/// <summary>The name of the blob that holds a key: readable where that is safe, a hash otherwise; no two keys share one.</summary>
internal static class BlobName
{
    // The service takes 1,024 signs, but some of its tools less, and an address encodes the name once more.
    private const int MaxLength = 400;
    private const string Ending = ".json";

    // '=' is always escaped in a readable name, so none begins like this.
    private const string Hashed = "=sha256/";

    /// <summary>Gets the name; the key's '/' part virtual folders.</summary>
    public static string Of(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length <= MaxLength && IsWellFormed(key))
        {
            var parts = key.Split('/');
            // Empty parts and such as '..' mean something to addresses, and a dot at the end to some file systems.
            if (Array.TrueForAll(parts, part => part.Length > 0 && !part.EndsWith('.')))
            {
                var name = string.Join('/', parts.Select(Uri.EscapeDataString)) + Ending;
                if (name.Length <= MaxLength)
                    return name;
            }
        }
        return Hashed + Digest.Compute(MemoryMarshal.AsBytes(key.AsSpan())) + Ending;
    }

    // Half of a surrogate pair would be escaped as if it were any other half.
    private static bool IsWellFormed(string key)
    {
        for (var at = 0; at < key.Length; )
        {
            if (!Rune.TryGetRuneAt(key, at, out var rune))
                return false;
            at += rune.Utf16SequenceLength;
        }
        return true;
    }
}
