using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using DialClip.Shared.IO;

namespace DialClip.Training.Heads.Examples;

/// <summary>
/// A cache on disk of a frozen CLIP's features by content hash, so that data is encoded once. Not thread-safe.
/// </summary>
/// <remarks>
/// The format is "DCFEAT01", the dimension D (int32), then records of a 32-byte key, D floats and a checksum. One
/// process at a time may open a file.
/// </remarks>
internal sealed class FeatureCache : IDisposable
{
    private const int KeyBytes = 32;
    private const int CheckBytes = 8;

    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("DCFEAT01");

    private readonly FileStream file;
    private readonly int dimension;
    private readonly Dictionary<string, float[]> features = new(StringComparer.Ordinal);

    private FeatureCache(FileStream file, int dimension) => (this.file, this.dimension) = (file, dimension);

    /// <summary>Opens or creates the cache of a CLIP; truncates an incomplete record.</summary>
    /// <param name="folder">The folder of all caches.</param>
    /// <param name="key">The SHA-256, in hexadecimal, over everything that determines a feature.</param>
    /// <param name="dimension">D, the dimension of a feature.</param>
    /// <exception cref="InvalidDataException">The file is not a cache of this dimension.</exception>
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

    /// <summary>Gets the number of cached features.</summary>
    public int Count => features.Count;

    /// <summary>Computes the key of a text.</summary>
    public static string ComputeKey(string text) => Digest.Compute("text\n" + text).ToString();

    /// <summary>Computes the key of a picture.</summary>
    public static string ComputeKey(ReadOnlySpan<byte> picture) => Digest.Compute(picture).ToString();

    /// <summary>Gets a feature, or computes and caches it.</summary>
    public float[] GetOrAdd(string key, Func<float[]> compute)
    {
        if (!features.TryGetValue(key, out var feature))
        {
            feature = compute();
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
        var fileDimension = BinaryPrimitives.ReadInt32LittleEndian(header[Magic.Length..]);
        if (!header.StartsWith(Magic) || fileDimension != dimension)
            throw new InvalidDataException(
                $"'{path}' is not a cache of {dimension}-d features. Delete it; it is created again."
            );
        var record = new byte[KeyBytes + dimension * sizeof(float) + CheckBytes];
        var validLength = file.Position;
        while (
            file.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) == record.Length
            && Checksum(record.AsSpan(..^CheckBytes)).SequenceEqual(record.AsSpan(^CheckBytes..))
        )
        {
            features[Convert.ToHexStringLower(record.AsSpan(..KeyBytes))] = MemoryMarshal
                .Cast<byte, float>(record.AsSpan(KeyBytes..^CheckBytes))
                .ToArray();
            validLength += record.Length;
        }
        file.SetLength(validLength);
        file.Position = validLength;
    }

    private void Append(string key, float[] feature)
    {
        if (feature.Length != dimension)
            throw new ArgumentException(
                $"The feature has {feature.Length} values; expected {dimension}.",
                nameof(feature)
            );
        byte[] record = [.. Convert.FromHexString(key), .. MemoryMarshal.AsBytes(feature.AsSpan())];
        file.Write(record);
        file.Write(Checksum(record));
    }

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> record) =>
        SHA256.HashData(record).AsSpan(..CheckBytes);
}
