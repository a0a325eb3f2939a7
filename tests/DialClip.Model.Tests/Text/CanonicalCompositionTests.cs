using DialClip.Model.Text;

namespace DialClip.Model.Tests.Text;

// Expected strings are Unicode's definition of NFC, worked out with Python's unicodedata.
public sealed class CanonicalCompositionTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("e\u0301", "\u00e9")]
    [InlineData("o\u0323\u0302 o\u0302\u0323", "\u1ed9 \u1ed9")]
    [InlineData("a\u0315\u0300\u05ae\u0300b", "\u00e0\u05ae\u0300\u0315b")]
    [InlineData("\u1112\u1161\u11ab \uac00\u11a8 \ud55c", "\ud55c \uac01 \ud55c")]
    [InlineData("\u212b \u2126 \ufb1d", "\u00c5 \u03a9 \u05d9\u05b4")]
    [InlineData("\u0958", "\u0915\u093c")]
    [InlineData("\uf900 \U0002f800", "\u8c48 \u4e3d")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\U000110a5\U000110ba", "\U000110ab")]
    public void Compose_Text_IsUnicodesNfc(string text, string expected) =>
        Assert.Equal(expected, CanonicalComposition.Compose(text));
}
