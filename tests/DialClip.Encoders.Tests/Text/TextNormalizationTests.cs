using DialClip.Encoders.Text;

namespace DialClip.Encoders.Tests.Text;

// Expected strings are Unicode's definition of NFC, worked out with Python's unicodedata, in lower case.
public sealed class TextNormalizationTests
{
    [Theory]
    [InlineData("Plain", "plain")]
    [InlineData("E\u0301", "\u00e9")]
    [InlineData("o\u0323\u0302 o\u0302\u0323", "\u1ed9 \u1ed9")]
    [InlineData("a\u0315\u0300\u05ae\u0300b", "\u00e0\u05ae\u0300\u0315b")]
    [InlineData("\u1112\u1161\u11ab \uac00\u11a8", "\ud55c \uac01")]
    [InlineData("\u212b \u2126 \ufb1d", "\u00e5 \u03c9 \u05d9\u05b4")]
    [InlineData("\uf900 \U0002f800", "\u8c48 \u4e3d")]
    [InlineData("\U000110a5\U000110ba", "\U000110ab")]
    [InlineData("I\u0307 \u0130 I \u0131", "i\u0307 i\u0307 i \u0131")]
    [InlineData("E\u0301\ufffeE\u0301\uffff", "\u00e9\ufffe\u00e9\uffff")]
    public void Normalize_Text_IsComposedAndInLowerCase(string text, string expected) =>
        Assert.Equal(expected, TextNormalization.Normalize(text));

    [Fact]
    public void Normalize_LoneSurrogates_BecomeReplacementCharacters() =>
        Assert.Equal(
            "\ufffda\ufffd\ufffd\U0001f600\u00e9",
            TextNormalization.Normalize("\udc00A\ud800\ud83d\U0001f600e\u0301")
        );

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    public void Normalize_OtherCulture_IsTheSame(string culture)
    {
        using var scope = new CultureScope(culture);

        Assert.Equal("titanic \u00e9", TextNormalization.Normalize("TITANIC E\u0301"));
    }

    [Fact]
    public void RequireSupport_CompositionDoesNothing_SaysWhatToDo()
    {
        var error = Assert.Throws<PlatformNotSupportedException>(() => TextNormalization.RequireSupport(text => text));

        Assert.Contains("globalization-invariant mode", error.Message, StringComparison.Ordinal);
        Assert.Contains("Install ICU", error.Message, StringComparison.Ordinal);
        Assert.Contains("unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", error.Message, StringComparison.Ordinal);
    }
}
