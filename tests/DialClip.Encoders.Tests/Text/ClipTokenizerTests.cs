using System.Diagnostics;
using DialClip.Encoders.Text;
using static DialClip.Testing.TinyVocabulary;

namespace DialClip.Encoders.Tests.Text;

public sealed class ClipTokenizerTests : IDisposable
{
    private readonly TinyVocabulary vocabulary = new();
    private readonly ClipTokenizer sut;

    public ClipTokenizerTests() => sut = ClipTokenizer.Load(vocabulary.Folder, contextLength: 8);

    public void Dispose() => vocabulary.Dispose();

    [Fact]
    public void EncodeText_MergesApply_LowestRankFirst()
    {
        var ids = sut.EncodeText("Hello CAT hell", 9);

        // 'hell' as a word ends in 'l</w>', so 'l l' does not apply there.
        Assert.Equal([FirstMerge + 3, FirstMerge + 5, FirstMerge, Id('l'), Id('l', last: true)], ids);
    }

    // The context holds 8 tokens; the rest of the word is measured all the same.
    [Theory]
    [InlineData(3)]
    [InlineData(200)]
    public void MeasureBytesPerToken_UnknownScriptWithoutSpaces_IsOneHoweverLong(int letters) =>
        Assert.Equal(1, sut.MeasureBytesPerToken(new string('\u3042', letters)));

    [Theory]
    [InlineData("", "")]
    [InlineData(" \t\u00a0\u2028\n", "")]
    [InlineData("it's we'll 'tis", "it 's we 'll 't is")]
    [InlineData("a12b", "a 1 2 b")]
    [InlineData("no!?'s x_y", "no !?' s x _ y")]
    [InlineData("<|endoftext|>", "<| endoftext |>")]
    [InlineData("½Ⅳ𝟘 𐐷𐐷", "½ ⅳ 𝟘 𐐷𐐷")]
    [InlineData("İ", "i \u0307")]
    [InlineData("a𐐷b 𝓗i𝓲!😀? '𝓼 1𝟘2", "a𐐷b 𝓗i𝓲 !😀? ' 𝓼 1 𝟘 2")]
    [InlineData("don&#39;t &amp; <b>", "don &# 3 9 ; t & amp ; < b >")]
    [InlineData("a\0b\u001bc\u0085d", "a \0 b \u001b c d")]
    public void PreTokenize_NormalizedText_GivesWords(string text, string words)
    {
        var normalized = TextNormalization.Normalize(text);

        var split = new ClipPreTokenizer().PreTokenize(normalized);

        Assert.Equal(
            words.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            split.Select(word => normalized.Substring(word.Offset, word.Length))
        );
    }

    [Fact]
    public void PreTokenize_Span_IsTheSameAsAString()
    {
        const string Text = "it's 12 𝟘𝟘 𐐷!";

        Assert.Equal(new ClipPreTokenizer().PreTokenize(Text), new ClipPreTokenizer().PreTokenize(Text.AsSpan()));
    }

    [Fact]
    public void EncodeText_ComposedAndDecomposed_AreTheSame()
    {
        Assert.Equal([FirstMerge + 6], sut.EncodeText("\u00e9", 9));
        Assert.Equal([FirstMerge + 6], sut.EncodeText("E\u0301", 9));
    }

    [Fact]
    public void Encode_TooLong_KeepsTheBeginningAndEndsWithTheEndToken()
    {
        var ids = sut.Encode("cat a b c d e f g");

        Assert.Equal(
            [vocabulary.Start, FirstMerge + 5, .. "abcde".Select(letter => Id(letter, last: true)), vocabulary.End],
            ids
        );
    }

    [Fact]
    public void Encode_NamesOfSpecialTokens_AreOrdinaryText()
    {
        var ids = sut.EncodeText("<|startoftext|><|endoftext|>", 99);

        Assert.DoesNotContain(vocabulary.Start, ids);
        Assert.DoesNotContain(vocabulary.End, ids);
    }

    [Fact]
    public void EncodeText_LoneSurrogate_ReadsAsTheReplacementCharacter()
    {
        // Not inline data: attributes store strings as UTF-8, which has no lone surrogates.
        Assert.Equal(sut.EncodeText("lone \ufffd\ufffd", 99), sut.EncodeText("lone \ud800\udbff", 99));
        Assert.Equal(sut.EncodeText("lone \ufffd\ufffd", 99), sut.EncodeText("lone \udc00\ud83d", 99));
    }

    [Fact]
    public void EncodeText_Noncharacter_IsATokenPerByte()
    {
        // String.Normalize refuses U+FFFE.
        var ids = sut.EncodeText("e\u0301 \ufffe", 99);

        string[] tokens = ["Ã©</w>", "ï", "¿", "¾</w>"];
        Assert.Equal(tokens.Select(token => Array.IndexOf(vocabulary.Tokens, token)), ids);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(99, 2)]
    public void EncodeText_MaxTokens_LimitsTheIds(int maxTokens, int expected) =>
        Assert.Equal(expected, sut.EncodeText("hello cat", maxTokens).Count);

    [Fact]
    public void EncodeText_RandomCharacters_SpellsTheNormalizedText()
    {
        var random = new Random(7);
        var symbols = ByteSymbols.All.ToDictionary(entry => entry.Value, entry => entry.Symbol);
        for (var round = 0; round < 200; round++)
        {
            char[] units = [.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(0x10000))];
            var text = new string(units);

            var ids = sut.EncodeText(text, int.MaxValue);

            var words = TextNormalization.Normalize(text).Where(unit => !char.IsWhiteSpace(unit));
            var expected = System.Text.Encoding.UTF8.GetBytes(string.Concat(words)).Select(value => symbols[value]);
            var spelled = ids.Select(id => vocabulary.Tokens[id].Replace("</w>", "", StringComparison.Ordinal));
            Assert.Equal(string.Concat(expected), string.Concat(spelled));
        }
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("hello ")]
    [InlineData("\u0301\u0323")]
    [InlineData("!")]
    public void Encode_MegabyteOfText_TakesSeconds(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));
        var clock = Stopwatch.StartNew();

        var ids = sut.Encode(text);

        Assert.Equal(8, ids.Length);
        // Quadratic work would take hours; the limit is wide because build machines are busy.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"took {clock.Elapsed}");
    }

    [Fact]
    public void EncodeText_ManyThreads_AgreeWithOne()
    {
        var texts = Enumerable.Range(0, 20_000).Select(i => $"hello {i % 400} cat{i}").ToArray();
        var alone = ClipTokenizer.Load(vocabulary.Folder);
        var expected = texts.Select(text => string.Join(',', alone.EncodeText(text, 99))).ToArray();

        var parallel = texts
            .AsParallel()
            .AsOrdered()
            .WithDegreeOfParallelism(8)
            .Select(text => string.Join(',', sut.EncodeText(text, 99)))
            .ToArray();

        Assert.Equal(expected, parallel);
    }
}
