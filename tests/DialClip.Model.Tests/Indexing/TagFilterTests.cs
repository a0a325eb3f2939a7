using DialClip.Encoders;
using DialClip.Model.Indexing;

namespace DialClip.Model.Tests.Indexing;

public class TagFilterTests
{
    [Theory]
    [InlineData("everyone", true)]
    [InlineData("Everyone", true)]
    [InlineData("adults", false)]
    [InlineData("adults,everyone", true)]
    public void Admits_TaggedItem_NeedsAnAllowedValue(string tagged, bool admitted)
    {
        var sut = new TagFilter(Allowed(("audience", ["everyone", "staff"])), matchLocale: false);

        Assert.Equal(admitted, sut.Admits(Item(("audience", tagged.Split(','))), "en-US"));
    }

    [Fact]
    public void Admits_ItemWithoutTheTag_IsNotHeldBack()
    {
        var sut = new TagFilter(Allowed(("audience", ["everyone"])), matchLocale: true);

        Assert.True(sut.Admits(Item(), "en-US"));
        Assert.True(sut.Admits(Item(("topic", ["food"])), "en-US"));
    }

    [Fact]
    public void Admits_SeveralNames_EveryOneHasToAllow()
    {
        var sut = new TagFilter(Allowed(("audience", ["everyone"]), ("topic", ["food"])), matchLocale: false);

        Assert.True(sut.Admits(Item(("audience", ["everyone"]), ("topic", ["food"])), null));
        Assert.False(sut.Admits(Item(("audience", ["everyone"]), ("topic", ["sport"])), null));
        Assert.False(sut.Admits(Item(("audience", ["adults"]), ("topic", ["food"])), null));
    }

    [Fact]
    public void Admits_NoValueAllowed_OnlyUntaggedItemsAreSent()
    {
        var sut = new TagFilter(Allowed(("audience", [])), matchLocale: false);

        Assert.False(sut.Admits(Item(("audience", ["everyone"])), null));
        Assert.True(sut.Admits(Item(), null));
    }

    [Theory]
    [InlineData("en", "en", true)]
    [InlineData("en", "en-US", true)]
    [InlineData("en-US", "en", true)]
    [InlineData("EN-us", "en-US", true)]
    [InlineData("zh-Hant", "zh-Hant-TW", true)]
    [InlineData("en-GB", "en-US", false)]
    [InlineData("de", "en-US", false)]
    [InlineData("e", "en-US", false)]
    [InlineData("en-US", "en-USA", false)]
    [InlineData("de,en", "en-US", true)]
    [InlineData("de", null, true)]
    [InlineData("de", " ", true)]
    public void Admits_Locale_MatchesByItsLanguage(string tagged, string? message, bool admitted)
    {
        var item = Item(("locale", tagged.Split(',')));

        Assert.Equal(admitted, new TagFilter(Allowed(), matchLocale: true).Admits(item, message));
        Assert.True(new TagFilter(Allowed(), matchLocale: false).Admits(item, message));
    }

    [Fact]
    public void AdmitsAll_OnlyWithoutAnyRule()
    {
        Assert.True(new TagFilter(Allowed(), matchLocale: false).AdmitsAll);
        Assert.False(new TagFilter(Allowed(), matchLocale: true).AdmitsAll);
        Assert.False(new TagFilter(Allowed(("audience", [])), matchLocale: false).AdmitsAll);
    }

    private static Dictionary<string, IReadOnlyList<string>> Allowed(params (string Name, string[] Values)[] tags) =>
        tags.ToDictionary(tag => tag.Name, tag => (IReadOnlyList<string>)tag.Values);

    private static CatalogItem Item(params (string Name, string[] Values)[] tags) =>
        new("x", Modality.Text, "x", "x", [], [], Allowed(tags));
}
