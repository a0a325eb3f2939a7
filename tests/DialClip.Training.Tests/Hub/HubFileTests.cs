using System.Text.Json;
using DialClip.Training.Hub;

namespace DialClip.Training.Tests.Hub;

public sealed class HubFileTests : IDisposable
{
    private const string Sha256 = "a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447";
    private const string GitBlob = "3b18e512dba79e4c8300dd08aeb37f8e728b8dad";

    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    // As 'sha256sum' and 'git hash-object' print them.
    [Theory]
    [InlineData("""{"size":12,"lfs":{"sha256":"DIGEST"}}""", Sha256)]
    [InlineData("""{"size":12,"blobId":"DIGEST"}""", GitBlob)]
    public async Task ComputeDigest_KnownContent_GivesTheKnownDigest(string entry, string expected)
    {
        File.WriteAllText(path, "hello world\n");
        var sut = Parse(entry.Replace("DIGEST", expected.ToUpperInvariant(), StringComparison.Ordinal));

        Assert.Equal(expected, sut.Digest);
        Assert.Equal(expected, await sut.ComputeDigestAsync(path, CancellationToken.None));
        Assert.True(await sut.IsAtAsync(path, CancellationToken.None));
        File.WriteAllText(path, "hello World\n");
        Assert.False(await sut.IsAtAsync(path, CancellationToken.None));
    }

    [Theory]
    [InlineData("sha256", 63, 'a')]
    [InlineData("sha256", 40, 'a')]
    [InlineData("blobId", 64, 'a')]
    [InlineData("blobId", 39, 'a')]
    [InlineData("blobId", 40, 'g')]
    public void Parse_MalformedDigest_IsRefused(string property, int length, char digit)
    {
        var digest = $$"""{"size":12,"{{property}}":"{{new string(digit, length)}}"}""";

        var error = Assert.Throws<InvalidDataException>(() =>
            Parse(property == "sha256" ? $$"""{"lfs":{{digest}}}""" : digest)
        );

        Assert.Contains($"'{property}'", error.Message, StringComparison.Ordinal);
    }

    private static HubFile Parse(string entry)
    {
        using var json = JsonDocument.Parse(entry);
        return HubFile.Parse("a.json", json.RootElement);
    }
}
