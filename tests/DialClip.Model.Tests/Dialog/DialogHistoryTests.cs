using DialClip.Encoders;
using DialClip.Model.Dialog;

namespace DialClip.Model.Tests.Dialog;

public class DialogHistoryTests
{
    [Theory]
    [InlineData(0, new string[0])]
    [InlineData(2, new[] { "c", "d" })]
    [InlineData(9, new[] { "a", "b", "c", "d" })]
    public void Append_Capacity_KeepsNewestInOrder(int capacity, string[] kept)
    {
        var history = new[] { "a", "b", "c", "d" }.Aggregate(
            DialogHistory.Empty,
            (history, text) => history.Append(DialogTurn.OfText(Speaker.User, text), capacity)
        );

        Assert.Equal(kept, history.Turns.Select(turn => turn.Text));
    }

    [Fact]
    public void Append_FullHistory_LeavesOldOneAlone()
    {
        var before = DialogHistory.Empty.Append(DialogTurn.OfText(Speaker.User, "a"), 1);

        var after = before.Append(DialogTurn.OfText(Speaker.Bot, "b"), 1);

        Assert.Equal("a", Assert.Single(before.Turns).Text);
        Assert.Equal("b", Assert.Single(after.Turns).Text);
        Assert.NotEqual(before, after);
        Assert.Equal(after, DialogHistory.Empty.Append(DialogTurn.OfText(Speaker.Bot, "b"), 5));
    }

    [Fact]
    public void Append_CapacityWasLowered_DropsAllThatExceedIt()
    {
        var long5 = Enumerable
            .Range(0, 5)
            .Aggregate(DialogHistory.Empty, (history, i) => history.Append(DialogTurn.OfText(Speaker.User, $"{i}"), 8));

        var shorter = long5.Append(DialogTurn.OfText(Speaker.User, "5"), 2);

        Assert.Equal(["4", "5"], shorter.Turns.Select(turn => turn.Text));
    }
}
