using DialClip.Training.Hub;

namespace DialClip.Training.Tests.Hub;

public sealed class HubRedirectTests
{
    [Theory]
    [InlineData("https://hub.example/a/b", "/c?d=1", "https://hub.example/c?d=1")]
    [InlineData("https://hub.example/a", "https://cdn.example/c", "https://cdn.example/c")]
    [InlineData("http://127.0.0.1:5/a", "http://localhost:6/c", "http://localhost:6/c")]
    [InlineData("http://127.0.0.1:5/a", "https://cdn.example/c", "https://cdn.example/c")]
    public void Follow_SafeAddress_GivesIt(string from, string location, string to) =>
        Assert.Equal(new Uri(to), HubClient.FollowRedirect(new(from), new(location, UriKind.RelativeOrAbsolute)));

    [Theory]
    [InlineData("https://hub.example/a", "http://hub.example/c")]
    [InlineData("https://hub.example/a", "http://127.0.0.1/c")]
    [InlineData("http://127.0.0.1:5/a", "http://hub.example/c")]
    [InlineData("http://127.0.0.1:5/a", "ftp://127.0.0.1/c")]
    [InlineData("https://hub.example/a", "https://user:word@hub.example/c")]
    public void Follow_UnsafeAddress_IsRefused(string from, string location)
    {
        var error = Assert.Throws<InvalidDataException>(() => HubClient.FollowRedirect(new(from), new(location)));

        Assert.Contains("expected https", error.Message, StringComparison.Ordinal);
    }
}
