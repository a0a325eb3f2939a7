using System.Buffers;
using System.Security.Cryptography;

namespace DialClip.Shared.IO;

/// <summary>A SHA-256 as files and messages write it: 64 lower-case hexadecimal digits.</summary>
internal readonly record struct Digest
{
    /// <summary>The number of digits of the short form, which paths, addresses and messages use.</summary>
    public const int ShortLength = 12;

    private const int HexLength = 2 * SHA256.HashSizeInBytes;

    private const string Alphabet = "0123456789abcdef";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create(Alphabet);

    private readonly string? hex;

    private Digest(string hex) => this.hex = hex;

    /// <summary>Computes the digest of bytes.</summary>
    public static Digest Compute(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return From(hash);
    }

    /// <summary>Computes the digest of a text's UTF-8 bytes.</summary>
    public static Digest Compute(string text) => Compute(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Computes the digest of a stream from its position to its end.</summary>
    public static async Task<Digest> ComputeAsync(Stream content, CancellationToken cancellationToken)
    {
        var hash = await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false);
        return From(hash);
    }

    /// <summary>Gets the digest of an incremental SHA-256 hash and resets it.</summary>
    public static Digest Finish(IncrementalHash hash) => From(hash.GetHashAndReset());

    /// <summary>Determines whether a text is a digest.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: HexLength } && text.AsSpan().IndexOfAnyExcept(HexDigits) < 0;

    /// <summary>Gets the short form of a digest that is held as text; a shorter text is returned as it is.</summary>
    public static string Abbreviate(string digest) => digest.Length <= ShortLength ? digest : digest[..ShortLength];

    /// <summary>Gets the 64 digits.</summary>
    /// <exception cref="InvalidOperationException">This is the default value, which has no digits.</exception>
    public override string ToString() =>
        hex ?? throw new InvalidOperationException("A digest's default value has no digits; compute one.");

    private static Digest From(ReadOnlySpan<byte> hash)
    {
        Span<char> digits = stackalloc char[HexLength];
        for (var index = 0; index < hash.Length; index++)
            (digits[2 * index], digits[2 * index + 1]) = (Alphabet[hash[index] >> 4], Alphabet[hash[index] & 15]);
        return new(digits.ToString());
    }
}
