using System.Diagnostics;
using System.Text;
using DialClip.Backbones.Packages;
using DialClip.Encoders.Text;

namespace DialClip.Backbones.Tests.Packages;

/// <summary>The WordPiece tokenizer with MiniLM's own vocabulary, which is that of bert-base-uncased.</summary>
public sealed class MiniLmTokenizerTests
{
    private const int Context = 128;

    private static readonly byte[] Vocabulary = MiniLmPackage.ReadVocabulary(RepositoryPaths.PackagedWeights);
    private static readonly WordPieceTokenizer Sut = WordPieceTokenizer.Read(Vocabulary, "vocab.txt", false, Context);
    private static readonly ReferenceWordPiece Reference = new(Vocabulary, isCased: false);

    [Theory]
    [InlineData("hello world", 101, 7592, 2088, 102)]
    [InlineData("Hello, World!", 101, 7592, 1010, 2088, 999, 102)]
    [InlineData("", 101, 102)]
    [InlineData("  \t\n ", 101, 102)]
    [InlineData("un\u00e9 caf\u00e9", 101, 16655, 7668, 102)]
    [InlineData("\u4f60\u597d", 101, 100, 100, 102)]
    public void Encode_KnownCases_GiveThePublishedIds(string text, params int[] ids) =>
        Assert.Equal(ids, Sut.Encode(text));

    [Theory]
    [InlineData("[CLS] a [SEP] b [MASK]")]
    [InlineData("it's e-mail: a_b@c.d, 3.14 (50%) $5 ~ ^ ` |")]
    [InlineData("Straße İstanbul ΟΔΟΣ ǅ ﬁne Å ñ ấ 한국어 ไทย हिन्दी")]
    [InlineData("zero\u200bwidth soft\u00adhyphen bom\ufeff nul\0 next\u0085line line\u2028sep nbsp\u00a0x")]
    [InlineData("great\U0001F600 \u2764\ufe0f \U0001F469\u200d\U0001F4BB 5\ufe0f\u20e3")]
    [InlineData("lone \ud800 surrogate\udc00s")]
    [InlineData("\u65e5\u672c\u8a9e\u3067\u3059 mixed\u4e2dtext")]
    public void Encode_UnusualTexts_GiveTheReferencesIds(string text) =>
        Assert.Equal([101, .. Reference.Encode(text), 102], Sut.Encode(text));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Encode_EveryCodePoint_GivesTheReferencesIds(bool isCased)
    {
        var sut = WordPieceTokenizer.Read(Vocabulary, "vocab.txt", isCased, 64);
        var reference = new ReferenceWordPiece(Vocabulary, isCased);
        var different = new List<string>();
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.IsValid(value))
                continue;
            var rune = new Rune(value);
            var text = $"a{rune}b {rune}";
            if (!reference.Encode(text).SequenceEqual(sut.EncodeText(text, 60)))
                different.Add($"U+{value:X4}");
        }

        Assert.True(different.Count == 0, $"{different.Count}: {string.Join(" ", different.Take(40))}");
    }

    [Fact]
    public void Encode_RandomMixtures_GiveTheReferencesIds()
    {
        var random = new Random(11);
        string[] parts =
        [
            "a",
            "ing",
            "Hello",
            " ",
            " ",
            ".",
            "\u00e9",
            "e\u0301",
            "\u4e2d",
            "\U0001F600",
            "\u0435",
            "\0",
        ];
        for (var i = 0; i < 4000; i++)
        {
            var text = string.Concat(
                Enumerable.Range(0, random.Next(60)).Select(_ => parts[random.Next(parts.Length)])
            );

            Assert.Equal(Reference.Encode(text).Take(Context - 2), Sut.EncodeText(text, Context - 2));
        }
    }

    [Theory]
    [InlineData("aaaaaaaaa")]
    [InlineData("a\u0301\u0301\u0301\u0301")]
    [InlineData("\u0301")]
    [InlineData("\u200b")]
    [InlineData(" ")]
    [InlineData("\U0001F600")]
    [InlineData("\u4e2d")]
    [InlineData("ab,")]
    public void Encode_MillionsOfCharacters_KeepTheFirstIdsAndTakeLittleTime(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 3_000_000 / part.Length)) + " hello world";
        var begun = Stopwatch.GetTimestamp();

        var ids = Sut.EncodeText(text, Context - 2);

        // The same as of a text that is long enough to show all that repeats.
        // Reading three million characters once takes some tens of milliseconds, their square would take hours.
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0, 60);
        Assert.Equal(Reference.Encode(text[..20_000] + text[^12..]).Take(Context - 2), ids);
    }

    [Fact]
    public void EncodeText_WordsBehindAVeryLongOne_AreKept()
    {
        var ids = Sut.EncodeText(new string('x', 500_000) + " hello world", 10);

        Assert.Equal([100, 7592, 2088], ids);
    }

    [Fact]
    public void EncodeText_JoinedTexts_GiveJoinedIds()
    {
        var (first, second) = (Sut.EncodeText("I'm at home.", 50), Sut.EncodeText("(really?)", 50));

        Assert.Equal([.. first, .. second], Sut.EncodeText("I'm at home. (really?)", 50));
    }

    [Theory]
    [InlineData("how are you today", 2.5, 6)]
    [InlineData("congratulations", 5, 20)]
    [InlineData("\u043f\u0440\u0438\u0432\u0435\u0442 \u043a\u0430\u043a \u0434\u0435\u043b\u0430", 1, 1.4)]
    [InlineData("\u4f60\u597d\u4e16\u754c", 1, 1)]
    [InlineData("\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", 1, 1.4)]
    public void MeasureBytesPerToken_Texts_TellWhatTheVocabularyKnows(string text, double least, double most) =>
        Assert.InRange(Sut.MeasureBytesPerToken(text)!.Value, least, most);

    [Fact]
    public void LeaveOutUnknownEmoji_BesideWords_LeavesTheWords()
    {
        Assert.Equal("so good ", Sut.LeaveOutUnknownEmoji("so good\U0001F600"));
        Assert.Equal("\U0001F600", Sut.LeaveOutUnknownEmoji("\U0001F600"));
        Assert.Equal("plain", Sut.LeaveOutUnknownEmoji("plain"));
    }
}
