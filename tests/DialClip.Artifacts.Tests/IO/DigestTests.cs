using System.Security.Cryptography;
using DialClip.Shared.IO;

namespace DialClip.Artifacts.Tests.IO;

public sealed class DigestTests
{
    // FIPS 180-2, appendix B.1.
    private const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public async Task Compute_KnownBytes_GivesTheKnownDigits()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("ab"u8);
        hash.AppendData("c"u8);

        Assert.Equal(OfAbc, Digest.Compute("abc"u8).ToString());
        Assert.Equal(OfAbc, Digest.Compute("abc").ToString());
        Assert.Equal(OfAbc, (await Digest.ComputeAsync(new MemoryStream("abc"u8.ToArray()), default)).ToString());
        Assert.Equal(OfAbc, Digest.Finish(hash).ToString());
    }

    [Fact]
    public void Abbreviate_Digest_IsItsFirst12Digits()
    {
        Assert.Equal("ba7816bf8f01", Digest.Abbreviate(OfAbc));
        Assert.Equal("ba78", Digest.Abbreviate("ba78"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ba7816bf8f01")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0")]
    public void IsValid_AnythingElse_IsFalse(string text) => Assert.False(Digest.IsValid(text));

    [Fact]
    public void ToString_DefaultValue_Throws() =>
        Assert.Throws<InvalidOperationException>(() => default(Digest).ToString());
}
