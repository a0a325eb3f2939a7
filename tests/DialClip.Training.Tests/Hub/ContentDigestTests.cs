using DialClip.Training.Hub;

namespace DialClip.Training.Tests.Hub;

public sealed class ContentDigestTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    // As 'sha256sum' and 'git hash-object' print them.
    [Theory]
    [InlineData("Sha256", "a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447")]
    [InlineData("GitBlob", "3b18e512dba79e4c8300dd08aeb37f8e728b8dad")]
    public async Task ComputeAsync_KnownContent_GivesTheKnownDigest(string kind, string expected)
    {
        File.WriteAllText(path, "hello world\n");
        var sut = ContentDigest.TryCreate(Enum.Parse<DigestKind>(kind), expected.ToUpperInvariant())!;

        Assert.Equal(expected, await sut.ComputeAsync(path, CancellationToken.None));
        Assert.Equal(expected, sut.Hex);
    }

    [Theory]
    [InlineData("Sha256", 63)]
    [InlineData("Sha256", 40)]
    [InlineData("GitBlob", 64)]
    [InlineData("GitBlob", 39)]
    public void TryCreate_WrongLength_IsRefused(string kind, int length) =>
        Assert.Null(ContentDigest.TryCreate(Enum.Parse<DigestKind>(kind), new string('a', length)));

    [Fact]
    public void TryCreate_NoHexadecimalDigits_IsRefused() =>
        Assert.Null(ContentDigest.TryCreate(DigestKind.GitBlob, new string('g', 40)));
}
