using DialClip.Training.Hub;

namespace DialClip.Training.Tests.Hub;

public sealed class HubEndpointTests
{
    [Theory]
    [InlineData("https://huggingface.co")]
    [InlineData("https://mirror.example/hub/")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://[::1]:1")]
    public void TryParse_SafeAddress_IsTaken(string text) => Assert.NotNull(HubEndpoint.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("huggingface.co")]
    [InlineData("http://huggingface.co")]
    [InlineData("http://127.0.0.1.example")]
    [InlineData("ftp://huggingface.co")]
    [InlineData("file:///etc")]
    [InlineData("https://user:word@huggingface.co")]
    [InlineData("https://huggingface.co/?a=b")]
    [InlineData("https://huggingface.co/#a")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.Null(HubEndpoint.TryParse(text));

    [Fact]
    public void Addresses_EndpointWithAPath_KeepIt()
    {
        var sut = HubEndpoint.TryParse("https://mirror.example/hub/")!;

        Assert.Equal(
            "https://mirror.example/hub/api/models/a/b/revision/refs%2Fpr%2F1?blobs=true",
            sut.GetListing(new("a", "b"), "refs/pr/1").AbsoluteUri
        );
        Assert.Equal(
            "https://mirror.example/hub/a/b/resolve/0123/config.json",
            sut.GetFile(new("a", "b"), "0123", "config.json").AbsoluteUri
        );
    }

    [Theory]
    [InlineData("https://hub.example/x", true)]
    [InlineData("https://HUB.example:443/x", true)]
    [InlineData("https://cdn.hub.example/x", false)]
    [InlineData("https://hub.example:444/x", false)]
    [InlineData("http://hub.example:443/x", false)]
    [InlineData("https://hub.example.evil/x", false)]
    public void Owns_Address_IsTheSameServer(string address, bool owns) =>
        Assert.Equal(owns, HubEndpoint.TryParse("https://hub.example")!.Owns(new(address)));
}
