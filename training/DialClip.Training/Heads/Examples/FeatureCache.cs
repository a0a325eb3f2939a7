using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using DialClip.Shared.IO;

namespace DialClip.Training.Heads.Examples;

/// <summary>Features of a frozen CLIP on disk, each found by the hash of what it was made from, so that a data set is encoded once and an interrupted pass goes on.</summary>
/// <remarks>The file: "DCFEAT01", the number of values D (int32), then records of a 32-byte key, D floats and a checksum. Not safe for several threads or processes.</remarks>
internal sealed class FeatureCache : IDisposable
{
    private const int KeyBytes = 32;
    private const int CheckBytes = 8;

    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("DCFEAT01");

    private readonly FileStream file;
    private readonly int dimension;
    private readonly Dictionary<string, float[]> features = new(StringComparer.Ordinal);

    private FeatureCache(FileStream file, int dimension) => (this.file, this.dimension) = (file, dimension);

    /// <summary>Opens the cache of one CLIP, or begins it; a record that was cut off by a crash is taken away.</summary>
    /// <param name="folder">The folder of all caches.</param>
    /// <param name="key">The SHA-256, in hexadecimal, over all that decides what a feature becomes.</param>
    /// <param name="dimension">D.</param>
    /// <exception cref="InvalidDataException">The file is something else.</exception>
    public static FeatureCache Open(string folder, string key, int dimension)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, key[..16] + ".features");
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            var cache = new FeatureCache(file, dimension);
            cache.Load(path);
            return cache;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Gets the number of features that are kept.</summary>
    public int Count => features.Count;

    /// <summary>Makes the key of a text.</summary>
    public static string KeyOf(string text) => Digest.Compute("text\n" + text).ToString();

    /// <summary>Makes the key of a picture.</summary>
    public static string KeyOf(ReadOnlySpan<byte> picture) => Digest.Compute(picture).ToString();

    /// <summary>Gets a feature, and makes and keeps it where it is not there yet.</summary>
    public float[] GetOrAdd(string key, Func<float[]> make)
    {
        if (!features.TryGetValue(key, out var feature))
        {
            feature = make();
            Append(key, feature);
            features[key] = feature;
        }
        return feature;
    }

    public void Dispose() => file.Dispose();

    private void Load(string path)
    {
        Span<byte> header = stackalloc byte[Magic.Length + sizeof(int)];
        if (file.Length < header.Length)
        {
            Magic.CopyTo(header);
            BinaryPrimitives.WriteInt32LittleEndian(header[Magic.Length..], dimension);
            file.SetLength(0);
            file.Write(header);
            file.Flush();
            return;
        }
        file.ReadExactly(header);
        var found = BinaryPrimitives.ReadInt32LittleEndian(header[Magic.Length..]);
        if (!header.StartsWith(Magic) || found != dimension)
            throw new InvalidDataException(
                $"'{path}' is no cache of features with {dimension} values each. Delete it; it is made anew."
            );
        var record = new byte[KeyBytes + dimension * sizeof(float) + CheckBytes];
        var whole = file.Position;
        while (
            file.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) == record.Length
            && Checksum(record.AsSpan(..^CheckBytes)).SequenceEqual(record.AsSpan(^CheckBytes..))
        )
        {
            features[Convert.ToHexStringLower(record.AsSpan(..KeyBytes))] = MemoryMarshal
                .Cast<byte, float>(record.AsSpan(KeyBytes..^CheckBytes))
                .ToArray();
            whole += record.Length;
        }
        file.SetLength(whole);
        file.Position = whole;
    }

    private void Append(string key, float[] feature)
    {
        if (feature.Length != dimension)
            throw new ArgumentException(
                $"The feature has {feature.Length} values, expected {dimension}.",
                nameof(feature)
            );
        byte[] body = [.. Convert.FromHexString(key), .. MemoryMarshal.AsBytes(feature.AsSpan())];
        file.Write(body);
        file.Write(Checksum(body));
    }

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> body) => SHA256.HashData(body).AsSpan(..CheckBytes);
}
