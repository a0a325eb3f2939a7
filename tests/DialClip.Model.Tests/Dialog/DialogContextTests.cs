using DialClip.Encoders;
using DialClip.Encoders.Imaging;
using DialClip.Model.Dialog;

namespace DialClip.Model.Tests.Dialog;

public class DialogContextTests
{
    private static readonly RgbImage Picture = new(1, 1, [1, 2, 3]);
    private static readonly DialogTurn Earlier = DialogTurn.FromText(Speaker.Bot, "How was it?");

    [Fact]
    public void FromMessages_TextOnly_TextIsInput()
    {
        var context = DialogContext.FromMessages([Earlier], "Great!", null, Speaker.User);

        Assert.Equal([Earlier], context.Turns.AsEnumerable());
        Assert.Equal(DialogTurn.FromText(Speaker.User, "Great!"), context.Input);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" \n")]
    public void FromMessages_PictureWithoutWords_PictureIsInput(string? text)
    {
        var context = DialogContext.FromMessages([Earlier], text, Picture, Speaker.User);

        Assert.Equal([Earlier], context.Turns.AsEnumerable());
        Assert.Equal(DialogTurn.FromPicture(Speaker.User, Picture), context.Input);
    }

    [Fact]
    public void FromMessages_PictureAndText_PictureIsNewestContextTurn()
    {
        var context = DialogContext.FromMessages([Earlier], "Look!", Picture, Speaker.User);

        Assert.Equal([Earlier, DialogTurn.FromPicture(Speaker.User, Picture)], context.Turns.AsEnumerable());
        Assert.Equal("Look!", context.Input.Text);
    }

    [Fact]
    public void FromMessages_Neither_Throws()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            DialogContext.FromMessages([Earlier], " ", null, Speaker.User)
        );

        Assert.Contains("neither a text nor a picture", error.Message, StringComparison.Ordinal);
    }
}
