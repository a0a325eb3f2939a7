using System.Security.Cryptography;
using System.Text;

namespace DialClip.Training.Tests.Hub;

/// <summary>A file of the test hub with its listed size and digest, which tests make differ.</summary>
internal sealed record HubContent(byte[] Bytes, long Size, string? Digest, bool Large, string Tag)
{
    public static HubContent Create(byte[] bytes, bool large) =>
        new(
            bytes,
            bytes.Length,
            large ? Convert.ToHexStringLower(SHA256.HashData(bytes)) : GitBlob(bytes),
            large,
            "tag-" + Convert.ToHexStringLower(SHA256.HashData(bytes))
        );

    /// <summary>Makes bytes that differ from place to place, so that a wrong offset shows.</summary>
    public static byte[] Pattern(int length, int seed) =>
        [.. Enumerable.Range(0, length).Select(place => (byte)((place * 31) + (place >> 8) + seed))];

    private static string GitBlob(byte[] bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes($"blob {bytes.Length}\0"));
        hash.AppendData(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
