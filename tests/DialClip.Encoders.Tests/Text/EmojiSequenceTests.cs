using DialClip.Encoders.Text;

namespace DialClip.Encoders.Tests.Text;

public sealed class EmojiSequenceTests
{
    [Theory]
    [InlineData("\U0001f389", "1F389")]
    [InlineData("\u2614", "2614")]
    [InlineData("\u2764\ufe0f", "2764")]
    [InlineData("\U0001f44d\U0001f3fd", "1F44D-1F3FD,1F44D")]
    [InlineData("\U0001f468\u200d\U0001f469\u200d\U0001f467", "1F468-200D-1F469-200D-1F467")]
    [InlineData("\U0001f1e9\U0001f1ea", "1F1E9-1F1EA")]
    [InlineData("7\ufe0f\u20e3", "0037-20E3")]
    [InlineData("\U0001f602 \U0001f602", "1F602;1F602")]
    [InlineData("\U0001f389 party", "")]
    [InlineData("\U0001f389!", "1F389")]
    [InlineData("(\U0001f389?) \u2049", "1F389;2049")]
    [InlineData("...", "")]
    [InlineData("7", "")]
    [InlineData(":)", "")]
    [InlineData("\u0645\u0628\u0631\u0648\u0643", "")]
    [InlineData("", "")]
    public void Read_Text_GivesTheKeysOfItsEmoji(string text, string expected) =>
        Assert.Equal(expected, string.Join(';', EmojiSequence.Read(text).Select(keys => string.Join(',', keys))));

    [Theory]
    [InlineData("1F389", "1F389")]
    [InlineData("0023-FE0F-20E3", "0023-20E3")]
    [InlineData("1f468-200d-1f4bb", "1F468-200D-1F4BB")]
    [InlineData("\U0001f389", "1F389")]
    [InlineData("1234", null)]
    [InlineData("dog", null)]
    [InlineData("beef", null)]
    [InlineData("FFFFFF", null)]
    [InlineData("", null)]
    public void FindName_IdOrKeyword_IsTheKeyOfTheEmojiThatItNames(string name, string? expected) =>
        Assert.Equal(expected, EmojiSequence.FindName(name));
}
