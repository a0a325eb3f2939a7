using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using DialClip.Artifacts;

namespace DialClip.Model.Indexing;

/// <summary>An index's file of vectors: half precision, little endian, (N, 2, D).</summary>
internal static class VectorsFile
{
    public const string Name = "vectors.f16";

    private const int ValueSize = sizeof(ushort);

    public static byte[] ToBytes(ReadOnlySpan<float> vectors)
    {
        var halves = new Half[vectors.Length];
        TensorPrimitives.ConvertToHalf(vectors, halves);
        var bytes = MemoryMarshal.AsBytes(halves.AsSpan()).ToArray();
        SwapOnBigEndian(bytes);
        return bytes;
    }

    /// <exception cref="ArtifactException">
    /// The file is damaged, or does not hold two vectors for each item.
    /// </exception>
    public static float[] Read(ArtifactFolder folder, int items, int dimension)
    {
        var bytes = folder.ReadFile(Name);
        var expected = 2L * items * dimension * ValueSize;
        if (bytes.LongLength != expected)
            throw new ArtifactException(
                $"'{Path.Combine(folder.LocalPath, Name)}' has {bytes.LongLength} bytes, but 2 vectors of "
                    + $"{dimension} half precision values for each of {items} items are {expected}. Rebuild the index "
                    + "with 'dialclip index'."
            );
        SwapOnBigEndian(bytes);
        var vectors = new float[bytes.Length / ValueSize];
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), vectors);
        return vectors;
    }

    private static void SwapOnBigEndian(byte[] bytes)
    {
        if (BitConverter.IsLittleEndian)
            return;
        var words = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan());
        BinaryPrimitives.ReverseEndianness(words, words);
    }
}
