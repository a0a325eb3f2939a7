using DialClip.Encoders;
using DialClip.Model.Indexing;

namespace DialClip.Model.Tests.Indexing;

public sealed class ItemNamesTests
{
    private static readonly ItemNames Names = ItemNames.Find([
        Picture("1", "OK button"),
        Picture("2", "Café au lait"),
        Picture("3", "sushi", "A plate of sushi, on a wooden board."),
        Picture("4", "Sushi!"),
        Picture("5", "寿司の写真"),
        Picture("6", "?!", "..."),
        new("7", Modality.Text, "Have a nice day", "Have a nice day", [], []),
    ]);

    [Theory]
    [InlineData("ok  BUTTON.", "1")]
    [InlineData("“OK-Button”", "1")]
    [InlineData("\uff2f\uff2b button", "1")] // full width
    [InlineData("cafe\u0301 au lait", "2")] // decomposed
    [InlineData("a plate of sushi on a wooden board", "3")]
    [InlineData("sushi", "3 4")]
    [InlineData("寿司の写真。", "5")]
    [InlineData("ok", "")]
    [InlineData("the OK button", "")]
    [InlineData("?!", "")]
    [InlineData("have a nice day", "")]
    [InlineData("\ud800", "")]
    [InlineData("", "")]
    public void Match_Text_IsTheItemsOfThatNameOrCaption(string text, string ids) =>
        Assert.Equal(ids, string.Join(' ', Names.Match(text).Select(item => item.Id)));

    [Fact]
    public void Match_HostileText_IsNone()
    {
        Assert.Empty(Names.Match(new string(' ', 10_000_000) + "sushi"));
        Assert.Empty(Names.Match(new string('\ufdfa', 2_048)));
    }

    [Theory]
    [InlineData("thumbs up", true)]
    [InlineData("OK button", true)]
    [InlineData("grinning face with big eyes", true)]
    [InlineData("寿司の写真", true)]
    [InlineData("a button", false)]
    [InlineData("the end", false)]
    [InlineData("ok", false)]
    [InlineData("bank", false)]
    [InlineData("go back", false)]
    [InlineData("yes please", false)]
    [InlineData("see you", false)]
    [InlineData("12 34", false)]
    [InlineData("寿司", false)]
    [InlineData("", false)]
    public void IsDistinctive_Name_IsThatOfSeveralWordsThatSaySomething(string text, bool expected) =>
        Assert.Equal(expected, ItemNames.IsDistinctive(text));

    private static CatalogItem Picture(string id, string name, string? caption = null) =>
        new(id, Modality.Picture, null, name, [], ["media/x.png"]) { Caption = caption };
}
