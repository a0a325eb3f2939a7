using DialClip.Encoders.Text;

namespace DialClip.Encoders.Tests.Text;

public sealed class ClipTokenizerLoadTests : IDisposable
{
    private readonly TinyVocabulary vocabulary = new();

    public void Dispose() => vocabulary.Dispose();

    [Fact]
    public void Load_GoodFolder_KnowsSizeAndSpecialTokens()
    {
        var sut = ClipTokenizer.Load(vocabulary.Folder);

        Assert.Equal(
            (vocabulary.Tokens.Length, vocabulary.Start, vocabulary.End, 77),
            (sut.VocabularySize, sut.StartToken, sut.EndToken, sut.ContextLength)
        );
    }

    [Fact]
    public void FromMerges_SameMerges_GivesTheSameIds()
    {
        var path = Path.Combine(vocabulary.Folder, "bpe.txt");
        File.WriteAllLines(path, ["\"any.txt#version: 0.2", .. vocabulary.Merges, "not u", "sed a"]);

        var sut = ClipTokenizer.FromMerges(path, vocabulary.Tokens.Length);

        Assert.Equal(ClipTokenizer.Load(vocabulary.Folder).Encode("hello, cat é 日"), sut.Encode("hello, cat é 日"));
    }

    [Fact]
    public void FromMerges_TooFew_SaysHowManyAreNeeded()
    {
        var path = Path.Combine(vocabulary.Folder, "merges.txt");

        var error = Assert.Throws<InvalidDataException>(() => ClipTokenizer.FromMerges(path));

        Assert.Contains(
            "holds 7 merges, but a vocabulary of 49408 tokens needs 48894",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    public void Load_FileMissing_NamesIt(string name)
    {
        File.Delete(Path.Combine(vocabulary.Folder, name));

        var error = Assert.Throws<FileNotFoundException>(() => ClipTokenizer.Load(vocabulary.Folder));

        Assert.Contains(Path.Combine(vocabulary.Folder, name), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<|endoftext|>", "no token '<|endoftext|>'")]
    [InlineData("Q</w>", "no token 'Q</w>' (byte 0x51 at the end of a word)")]
    [InlineData("hell", "no token 'hell' (of merge 3, 'he ll')")]
    public void Load_TokenMissing_NamesItAndWhatNeedsIt(string token, string expected)
    {
        vocabulary.Write(
            vocabulary.Tokens.Where(other => other != token).Select((other, id) => (other, id)),
            vocabulary.Merges
        );

        var error = Assert.Throws<InvalidDataException>(() => ClipTokenizer.Load(vocabulary.Folder));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SameTokenTwice_IsAnError()
    {
        vocabulary.Write(vocabulary.Tokens.Append("hell").Select((token, id) => (token, id)), vocabulary.Merges);

        var error = Assert.Throws<InvalidDataException>(() => ClipTokenizer.Load(vocabulary.Folder));

        Assert.Contains("'hell' twice, as 514 and 521", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_IdsWithAGap_IsAnError()
    {
        vocabulary.Write(vocabulary.Tokens.Select((token, id) => (token, id == 5 ? 9999 : id)), vocabulary.Merges);

        var error = Assert.Throws<InvalidDataException>(() => ClipTokenizer.Load(vocabulary.Folder));

        Assert.Contains("gives '&' the id 9999; expected ids from 0 to 520", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MergeTwice_IsAnError()
    {
        vocabulary.Write(vocabulary.Tokens.Select((token, id) => (token, id)), vocabulary.Merges.Append("h e"));

        var error = Assert.Throws<InvalidDataException>(() => ClipTokenizer.Load(vocabulary.Folder));

        Assert.Contains("the merge 'h e' twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TokenTooLong_IsAnError()
    {
        // Seven doublings make the 128 bytes that are allowed, the eighth one too many.
        var halves = Enumerable.Range(0, 8).Select(power => new string('a', 1 << power));
        using var doubled = new TinyVocabulary([.. halves.Select(half => $"{half} {half}")]);

        var error = Assert.Throws<InvalidDataException>(() => ClipTokenizer.Load(doubled.Folder));

        Assert.Contains("makes a token of 256 bytes (of merge 8, '", error.Message, StringComparison.Ordinal);
        Assert.Contains("expected at most 128", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" b")]
    [InlineData("a ")]
    [InlineData("a b c")]
    public void Load_MergeNotTwoTokens_NamesTheLine(string line)
    {
        vocabulary.Write(vocabulary.Tokens.Select((token, id) => (token, id)), [line]);

        var error = Assert.Throws<InvalidDataException>(() => ClipTokenizer.Load(vocabulary.Folder));

        Assert.Contains($"line 2 is '{line}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ContextOfOne_IsAnError()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => ClipTokenizer.Load(vocabulary.Folder, 1));

        Assert.Contains("2 or more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MergeOfOneToken_NamesTheLine()
    {
        vocabulary.Write(vocabulary.Tokens.Select((token, id) => (token, id)), ["h e", "broken"]);

        var error = Assert.Throws<InvalidDataException>(() => ClipTokenizer.Load(vocabulary.Folder));

        Assert.Contains("line 3 is 'broken'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"a\":\"b\"}")]
    [InlineData("{")]
    public void Load_VocabularyNotAnObjectOfIds_IsAnError(string json)
    {
        File.WriteAllText(Path.Combine(vocabulary.Folder, "vocab.json"), json);

        var error = Assert.Throws<InvalidDataException>(() => ClipTokenizer.Load(vocabulary.Folder));

        Assert.Contains(
            "vocab.json' is not a JSON object of tokens and their ids",
            error.Message,
            StringComparison.Ordinal
        );
    }
}
