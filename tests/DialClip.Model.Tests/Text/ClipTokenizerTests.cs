using System.Diagnostics;
using DialClip.Model.Text;
using static DialClip.Testing.TinyVocabulary;

namespace DialClip.Model.Tests.Text;

public sealed class ClipTokenizerTests : IDisposable
{
    private readonly TinyVocabulary vocabulary = new();
    private readonly ClipTokenizer sut;

    public ClipTokenizerTests() => sut = ClipTokenizer.Load(vocabulary.Folder, contextLength: 8);

    public void Dispose() => vocabulary.Dispose();

    [Fact]
    public void EncodeText_MergesApply_LowestRankFirst()
    {
        var ids = sut.EncodeText("Hello CAT hell");

        // 'hell' as a word ends in 'l</w>', so 'l l' does not apply there.
        Assert.Equal([FirstMerge + 3, FirstMerge + 5, FirstMerge, Id('l'), Id('l', last: true)], ids);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" \t\u00a0\u2028\n", "")]
    [InlineData("it's we'll 'tis", "it 's we 'll 't is")]
    [InlineData("a12b", "a 1 2 b")]
    [InlineData("no!?'s x_y", "no !?' s x _ y")]
    [InlineData("<|endoftext|>", "<| endoftext |>")]
    [InlineData("½Ⅳ𝟘 𐐷𐐷", "½ ⅳ 𝟘 𐐷𐐷")]
    [InlineData("İ", "i \u0307")]
    public void Split_OrdinaryText_GivesWords(string text, string words)
    {
        var split = WordSplitter.Split(WordSplitter.Clean(text));

        Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), split);
    }

    [Fact]
    public void EncodeText_ComposedAndDecomposed_AreTheSame()
    {
        Assert.Equal([FirstMerge + 6], sut.EncodeText("\u00e9"));
        Assert.Equal([FirstMerge + 6], sut.EncodeText("E\u0301"));
    }

    [Fact]
    public void Encode_TooLong_KeepsTheBeginningAndEndsWithTheEndToken()
    {
        var ids = sut.Encode("cat a b c d e f g");

        Assert.Equal([vocabulary.Start, FirstMerge + 5, .. "abcde".Select(letter => Id(letter, last: true)), vocabulary.End], ids);
    }

    [Fact]
    public void Encode_NamesOfSpecialTokens_AreOrdinaryText()
    {
        var ids = sut.EncodeText("<|startoftext|><|endoftext|>");

        Assert.DoesNotContain(vocabulary.Start, ids);
        Assert.DoesNotContain(vocabulary.End, ids);
    }

    [Theory]
    [InlineData("hello cat", "hello cat")]
    [InlineData("Ünïcode \ud83d\ude00 日本", "ünïcode \ud83d\ude00 日本")]
    public void Decode_EncodedText_GivesItBackInLowerCase(string text, string expected)
    {
        var decoded = sut.Decode([sut.StartToken, .. sut.EncodeText(text), sut.EndToken]);

        Assert.Equal(expected, decoded);
    }

    [Fact]
    public void EncodeText_LoneSurrogate_ReadsAsTheReplacementCharacter()
    {
        // Not inline data: attributes store strings as UTF-8, which has no lone surrogates.
        Assert.Equal(sut.EncodeText("lone \ufffd\ufffd"), sut.EncodeText("lone \ud800\udbff"));
        Assert.Equal("lone \ufffd\ufffd", sut.Decode(sut.EncodeText("lone \udc00\ud83d")));
    }

    [Fact]
    public void Decode_UnknownId_IsAnError()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => sut.Decode([0, sut.VocabularySize]));

        Assert.Contains($"0 to {sut.VocabularySize - 1}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EncodeText_RandomCharacters_NeverFailsAndStaysInTheVocabulary()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(0x10000))]);

            var ids = sut.EncodeText(text);

            Assert.All(ids, id => Assert.InRange(id, 0, sut.VocabularySize - 3));
            Assert.Equal(ids, sut.EncodeText(sut.Decode(ids)));
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
        var expected = texts.Select(text => string.Join(',', alone.EncodeText(text))).ToArray();

        var found = texts.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(text => string.Join(',', sut.EncodeText(text))).ToArray();

        Assert.Equal(expected, found);
    }
}
