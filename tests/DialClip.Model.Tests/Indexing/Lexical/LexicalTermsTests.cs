using DialClip.Model.Indexing.Lexical;

namespace DialClip.Model.Tests.Indexing.Lexical;

public sealed class LexicalTermsTests
{
    [Fact]
    public void GetWords_Text_AreLowerCaseWordsWithoutSigns() =>
        Assert.Equal(["i", "can", "t", "wait", "2", "go"], LexicalTerms.GetWords("I can't wait 2 GO!"));

    [Theory]
    [InlineData("\uff30\uff49\uff5a\uff5a\uff41", "pizza")] // full width
    [InlineData("cafe\u0301 CAFÉ", "café café")]
    [InlineData("\ufb01sh", "fish")] // a ligature
    [InlineData("ΟΔΟΣ οδος", "οδοσ οδοσ")]
    [InlineData("हिन्दी भाषा", "हिन्दी भाषा")] // vowel signs are marks
    [InlineData("\U00010428x \U00010400X", "\U00010428x \U00010428x")] // letters beyond U+FFFF
    [InlineData("мой кот", "мой кот")]
    [InlineData("a\ud800b \ufffe c", "a b c")]
    [InlineData("iPhoneケース2個", "iphone ケース 2 個")]
    [InlineData("\u0301\u0302 !?\U0001f600", "")]
    public void GetWords_AnyLanguage_AreItsWords(string text, string words) =>
        Assert.Equal(words, string.Join(' ', LexicalTerms.GetWords(text)));

    [Theory]
    [InlineData("The dogs are playing with a ball", "dog play ball")]
    [InlineData("東京タワー", "東京 京タ タワ ワー")]
    [InlineData("猫", "猫")]
    [InlineData("Kinder spielen", "kinder spielen")]
    public void GetTerms_Text_AreStemsAndPairs(string text, string terms) =>
        Assert.Equal(terms, string.Join(' ', LexicalTerms.GetTerms(text)));

    [Fact]
    public void GetTerms_HostileText_AreBounded()
    {
        var many = LexicalTerms.GetTerms(string.Join(' ', Enumerable.Range(0, 100_000).Select(number => $"w{number}")));
        var long1 = LexicalTerms.GetTerms(new string('a', 10_000_000) + " b");
        // One character that the compatibility composition makes eighteen of.
        var wide = LexicalTerms.GetTerms(new string('\ufdfa', 1_000_000));

        Assert.Equal(256, many.Count);
        Assert.Empty(long1);
        Assert.True(wide.Count <= 256);
        Assert.All(wide, term => Assert.True(term.Length <= 64));
        Assert.Empty(LexicalTerms.GetTerms(new string('\ud800', 100_000)));
    }
}
