using DialClip.Bot.Privacy;

namespace DialClip.Bot.Tests.Privacy;

public sealed class LogTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("image/png; größe=1 😀 '\\'", "image/png; größe=1 😀 '\\'")]
    [InlineData(
        "a\r\ninfo: forged\t\0\u001b[2J\u007f\u0085",
        "a\\u000d\\u000ainfo: forged\\u0009\\u0000\\u001b[2J\\u007f\\u0085"
    )]
    [InlineData("\u2028\u2029\u202e\u200b\ufeff", "\\u2028\\u2029\\u202e\\u200b\\ufeff")]
    public void ToString_WhatATerminalObeys_IsEscaped(string? text, string expected) =>
        Assert.Equal(expected, new LogText(text).ToString());

    // No theory: data of a theory is whole Unicode.
    [Fact]
    public void ToString_HalfOfAPair_IsEscaped() => Assert.Equal("a\\ud800b", new LogText("a\ud800b").ToString());

    [Fact]
    public void ToString_LongText_IsCutBetweenCharacters()
    {
        Assert.Equal(new string('a', LogText.MaxLength), new LogText(new string('a', LogText.MaxLength)).ToString());
        Assert.Equal(
            new string('a', LogText.MaxLength - 1) + "😀…",
            new LogText(new string('a', LogText.MaxLength - 1) + "😀" + new string('b', 100_000)).ToString()
        );
    }
}
