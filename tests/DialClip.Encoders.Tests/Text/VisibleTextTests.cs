using DialClip.Encoders.Text;

namespace DialClip.Encoders.Tests.Text;

public sealed class VisibleTextTests
{
    // Format characters of every kind, variation selectors, letters and a symbol that are drawn as nothing, controls.
    public static TheoryData<string> Invisible =>
        [
            .. new[]
            {
                "\ufeff",
                "\u200b",
                "\u200c",
                "\u200d",
                "\u200e",
                "\u200f",
                "\u202a",
                "\u2060",
                "\u2066",
                "\u00ad",
                "\u061c",
                "\u180e",
                "\ufe0e",
                "\ufe0f",
                "\U000e0100",
                "\U000e0041",
                "\u034f",
                "\u115f",
                "\u1160",
                "\u3164",
                "\uffa0",
                "\u2800",
                "\ufffc",
                "\u2065",
                "\ufff0",
                "\U000e0000",
                "\U000e01f0",
                "\u0000",
                "\u0007",
            },
        ];

    [Theory]
    [MemberData(nameof(Invisible))]
    public void Clean_SignThatNobodySees_IsLeftOut(string sign)
    {
        Assert.Equal("", VisibleText.Clean(sign));
        Assert.Equal("", VisibleText.Clean($" {sign} \n{sign}"));
        Assert.Equal("stop", VisibleText.Clean("stop" + sign));
        Assert.Equal("stop", VisibleText.Clean(sign + " " + sign + "stop"));
        Assert.Equal("st op", VisibleText.Clean($"st{sign} op"));
    }

    [Theory]
    [InlineData("I \u2764\ufe0f you")]
    [InlineData("\U0001f468\u200d\U0001f469\u200d\U0001f467")]
    [InlineData("\U0001f3f3\ufe0f\u200d\U0001f308")]
    [InlineData("\U0001f469\U0001f3fd\u200d\U0001f4bb")]
    [InlineData("1\ufe0f\u20e3")]
    [InlineData("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f")]
    [InlineData("na\u00efve, 10 \u20ac; \u4f60\u597d; e\u0301\nnew line")]
    public void Clean_WhatPeopleSee_Stays(string text) => Assert.Equal(text, VisibleText.Clean(text));

    [Theory]
    [InlineData("a\u00a0b\u202fc\u3000d", "a b c d")]
    [InlineData("party \U0001f389\u200d", "party \U0001f389")]
    [InlineData("\u200d\U0001f389", "\U0001f389")]
    public void Clean_SpacesAndLooseJoiners_BecomePlain(string text, string expected) =>
        Assert.Equal(expected, VisibleText.Clean(text));
}
