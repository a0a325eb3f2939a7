using System.Text;
using DialClip.Encoders.Text;

namespace DialClip.Encoders.Tests.Text;

public sealed class TextLimitTests : IDisposable
{
    private static readonly string[] Pieces =
    [
        "cat",
        "hello",
        "a",
        " ",
        "\n\t",
        "\u2003",
        "e\u0301",
        "\u01d6",
        "u\u0308\u0304",
        "日",
        "\U0001f600",
        "\ud83d",
        "İ",
        "1",
        "!",
        "'s",
    ];

    private readonly TinyVocabulary vocabulary = new();

    public void Dispose() => vocabulary.Dispose();

    // What the first cut rests on. A text is as long as what its characters decompose into, but for the singletons that
    // are longer than their decomposition (U+2F800 and the like), which this counts at their longest.
    [Fact]
    public void CutRaw_EveryCharacter_NormalizesToAtLeastTwoBytesOfThreeUnits()
    {
        var longest = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var character in Characters())
        {
            var parts = Decomposed(character);
            if (parts.Count == 1)
                longest[parts[0]] = Math.Max(longest.GetValueOrDefault(parts[0]), character.Length);
            else
                Assert.True(
                    character.Length <= parts.Sum(part => part.Length),
                    $"'{character}' is longer than its parts."
                );
        }

        Assert.All(
            Characters().Where(character => character.IsNormalized()),
            character =>
            {
                var units = Decomposed(character).Sum(part => longest[part]);
                var bytes = System.Text.Encoding.UTF8.GetByteCount(TextNormalization.Normalize(character));
                Assert.True(
                    units * 2 <= bytes * 3,
                    $"U+{char.ConvertToUtf32(character, 0):X4}: {units} units, {bytes} bytes"
                );
            }
        );
    }

    // White space is not counted, so it must neither come from anything else nor take part in a composition.
    [Fact]
    public void CutRaw_EveryWhiteSpace_StaysWhiteSpaceAndNothingElseBecomesIt()
    {
        foreach (var character in Characters())
        {
            var parts = Decomposed(character);
            var normalized = TextNormalization.Normalize(character);
            Assert.Equal(char.IsWhiteSpace(character[0]), normalized.All(char.IsWhiteSpace));
            Assert.True(parts.Count == 1 || !parts.Any(part => char.IsWhiteSpace(part[0])));
        }
    }

    [Fact]
    public void EncodeText_RandomTexts_ThoseThatFitAreUnchangedAndOthersFillTheLimit()
    {
        var sut = ClipTokenizer.Load(vocabulary.Folder);
        var random = new Random(5);
        var (fits, cut) = (0, 0);
        for (var round = 0; round < 10_000; round++)
        {
            var pieces = random.GetItems(Pieces, random.Next(1, 120));
            // Long words as well as runs of white space.
            var text = string.Concat(pieces.Select(piece => random.Next(9) == 0 ? new string(' ', 30) : piece));
            var all = sut.EncodeText(text, int.MaxValue);
            var limit = random.Next(1, 60);

            var ids = sut.EncodeText(text, limit);

            Assert.Equal(Math.Min(all.Count, limit), ids.Count);
            if (all.Count <= limit)
                Assert.Equal(all, ids);
            (fits, cut) = all.Count <= limit ? (fits + 1, cut) : (fits, cut + 1);
        }

        Assert.True(fits > 1000 && cut > 1000, $"{fits} texts fit, {cut} do not.");
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void Encode_FewWordsInMuchWhiteSpace_AreAllThere(int spaces)
    {
        var sut = ClipTokenizer.Load(vocabulary.Folder);
        var space = string.Concat(Enumerable.Repeat(" \t\u2003\n", spaces / 4));

        Assert.Equal(sut.Encode("hello cat e\u0301"), sut.Encode($"{space}hello{space}cat{space}e\u0301{space}"));
    }

    [Fact]
    public void CutRaw_LongText_EndsBehindAWholeCharacter()
    {
        // 2 bytes are at most 3 units.
        Assert.Equal("ab\U0001f600", TextLimit.CutRaw("ab\U0001f600c", 2));
        Assert.Equal("ab c", TextLimit.CutRaw("  ab \n\t cd", 2));
        Assert.Equal("  ", TextLimit.CutRaw("  ", 2));
        Assert.Equal("", TextLimit.CutRaw("     ", 2));
    }

    [Fact]
    public void CutNormalized_LongText_CountsBytes()
    {
        Assert.Equal("日", TextLimit.CutNormalized("日日日", 3));
        Assert.Equal("日\U0001f600", TextLimit.CutNormalized("日\U0001f600\U0001f600", 4));
        Assert.Equal("\u00e9 \u00e9", TextLimit.CutNormalized("\u00e9   \u00e9a", 4));
    }

    private static IEnumerable<string> Characters() =>
        Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Where(code => code != 0xFFFE).Select(char.ConvertFromUtf32);

    private static List<string> Decomposed(string character) =>
        [.. character.Normalize(NormalizationForm.FormD).EnumerateRunes().Select(rune => rune.ToString())];
}
