namespace DialClip.Bot.Storage.Blobs.Tests;

public sealed class BlobNameTests
{
    [Theory]
    [InlineData("dialclip/webchat/0123abcd/v1", "dialclip/webchat/0123abcd/v1.json")]
    [InlineData("dialclip/webchat/0123abcd/v1/unreadable", "dialclip/webchat/0123abcd/v1/unreadable.json")]
    [InlineData("dialclip/a b?c/d.e", "dialclip/a%20b%3Fc/d.e.json")]
    public void Create_KeyOfThePlugin_StaysReadable(string key, string expected)
    {
        Assert.Equal(expected, BlobName.Create(key));
        Assert.Equal(key, BlobName.FindKey(expected));
        Assert.Null(BlobName.FindFormer(key));
    }

    // A bot's own keys hold ids, and on many channels those are numbers of phones.
    [Theory]
    [InlineData("sms/users/+4917012345678", "sms/users/%2B4917012345678.json")]
    [InlineData("msteams/conversations/19:a b?c@thread", "msteams/conversations/19%3Aa%20b%3Fc%40thread.json")]
    public void Create_KeyOfTheBot_IsHashed(string key, string former)
    {
        Assert.Matches("^=sha256/[0-9a-f]{64}\\.json$", BlobName.Create(key));
        Assert.Equal(former, BlobName.FindFormer(key));
        Assert.Null(BlobName.FindKey(BlobName.Create(key)));
        Assert.Null(BlobName.FindKey(former));
    }

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
