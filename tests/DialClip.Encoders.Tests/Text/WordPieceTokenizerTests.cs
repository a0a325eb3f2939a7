using System.Text;
using DialClip.Encoders.Text;

namespace DialClip.Encoders.Tests.Text;

/// <summary>A vocabulary of ten tokens; that of a real model is tested beside the backbone's weights.</summary>
public sealed class WordPieceTokenizerTests
{
    private const string Vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nhello\nca\n##t\n!\ncafe\nCafé\n";

    [Theory]
    [InlineData("Hello cat!", 2, 4, 5, 6, 7, 3)]
    [InlineData("café", 2, 8, 3)]
    [InlineData("dog", 2, 1, 3)]
    [InlineData("[SEP]", 2, 1, 1, 1, 3)]
    public void Encode_Uncased_LosesCaseAndAccents(string text, params int[] ids) =>
        Assert.Equal(ids, Create(isCased: false).Encode(text));

    [Theory]
    [InlineData("Hello", 2, 1, 3)]
    [InlineData("Café", 2, 9, 3)]
    public void Encode_Cased_KeepsBoth(string text, params int[] ids) =>
        Assert.Equal(ids, Create(isCased: true).Encode(text));

    [Fact]
    public void Encode_LongText_KeepsItsBeginningAndTheEnd() =>
        Assert.Equal([2, 4, 4, 5, 6, 4, 4, 3], Create(isCased: false).Encode("hello hello cat hello hello hello"));

    [Theory]
    [InlineData("[UNK]\n[CLS]\n[SEP]\na\na\n", "holds the token 'a' twice")]
    [InlineData("[UNK]\n[CLS]\na\n", "has no token '[SEP]' among its 3")]
    [InlineData("[UNK]\n\n[CLS]\n[SEP]\n", "has a token of 0 characters as number 1")]
    public void Read_DamagedVocabulary_SaysWhatIsWrong(string content, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(content, isCased: false, contextLength: 8));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ContextWithoutRoom_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(Vocabulary, isCased: false, contextLength: 1));

    [Fact]
    public void Build_EarlierTexts_AreJoinedWhileTheyFit()
    {
        var sut = Create(isCased: false);

        Assert.Equal([2, 4, 5, 6, 7, 3], QueryText.Build(sut, "cat!", ["hello hello hello hello", "hello"], 4));
    }

    private static WordPieceTokenizer Create(bool isCased) => Read(Vocabulary, isCased, contextLength: 8);

    private static WordPieceTokenizer Read(string content, bool isCased, int contextLength) =>
        WordPieceTokenizer.Read(Encoding.UTF8.GetBytes(content), "vocab.txt", isCased, contextLength);
}
