using DialClip.Bot.MessageExtensions;
using DialClip.Encoders;
using DialClip.Model.Indexing;

namespace DialClip.Bot.Tests.MessageExtensions;

public sealed class ItemNamesTests
{
    private static readonly CatalogItem[] Items =
    [
        Create("pizza", "slice"),
        Create("slice of pizza"),
        Create("pizza oven"),
        Create("party popper", "celebrate", "pizza"),
        Create("dog"),
    ];

    [Theory]
    [InlineData("pizza", "pizza, pizza oven, slice of pizza, party popper")]
    [InlineData("PIZ", "pizza, pizza oven, slice of pizza, party popper")]
    [InlineData("slice piz", "slice of pizza")]
    [InlineData("party-pop", "party popper")]
    [InlineData("izza", "")]
    [InlineData("?!", "")]
    public void Find_TypedWords_TheClosestNameFirst(string typed, string expected) =>
        Assert.Equal(expected, string.Join(", ", ItemNames.Find(Items, typed).Select(item => item.Name)));

    private static CatalogItem Create(string name, params string[] keywords) =>
        new(name, Modality.Picture, null, name, keywords, ["media/a.png"]);
}
