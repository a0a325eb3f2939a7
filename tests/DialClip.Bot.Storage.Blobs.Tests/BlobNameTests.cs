namespace DialClip.Bot.Storage.Blobs.Tests;

public sealed class BlobNameTests
{
    [Theory]
    [InlineData("dialclip/webchat/0123abcd/v1", "dialclip/webchat/0123abcd/v1.json")]
    [InlineData("dialclip/webchat/0123abcd/v1/unreadable", "dialclip/webchat/0123abcd/v1/unreadable.json")]
    [InlineData("msteams/conversations/19:a b?c@thread", "msteams/conversations/19%3Aa%20b%3Fc%40thread.json")]
    [InlineData("a.b/c.d", "a.b/c.d.json")]
    public void Create_OrdinaryKey_StaysReadable(string key, string expected) =>
        Assert.Equal(expected, BlobName.Create(key));

    [Theory]
    [InlineData("")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a/../b")]
    [InlineData("a.")]
    public void Create_KeyThatMeansSomethingElseElsewhere_IsHashed(string key) =>
        Assert.Matches("^=sha256/[0-9a-f]{64}\\.json$", BlobName.Create(key));

    [Fact]
    public void Create_AnyKey_IsShortAndItsOwn()
    {
        var names = HostileKeys.All.Select(BlobName.Create).ToList();

        Assert.Contains("\ud83d", HostileKeys.All);
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, name => Assert.Matches("^[A-Za-z0-9%/=._~-]{1,400}$", name));
        Assert.All(names, name => Assert.DoesNotContain("..", name.Split('/')));
    }
}
