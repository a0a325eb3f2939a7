using DialClip.Encoders.Text;

namespace DialClip.Encoders.Tests.Text;

public sealed class QueryTextTests : IDisposable
{
    private readonly TinyVocabulary vocabulary = new();
    private readonly ClipTokenizer tokenizer;

    public QueryTextTests() => tokenizer = ClipTokenizer.Load(vocabulary.Folder, contextLength: 8);

    public void Dispose() => vocabulary.Dispose();

    [Theory]
    [InlineData("c", "", 3, "c")]
    [InlineData("c", "a|b", 3, "a b c")]
    [InlineData("c", "a|b", 2, "b c")]
    [InlineData("c", "a|b", 1, "c")]
    [InlineData("x y z", "a b|c d", 9, "c d x y z")]
    [InlineData("x y z", "a|b c d e|f", 9, "f x y z")]
    [InlineData("u v w x y z", "a", 9, "u v w x y z")]
    [InlineData("u v w x y z 1 2", "a", 9, "u v w x y z")]
    [InlineData("c", "a| |\t|b", 3, "a b c")]
    [InlineData("", "a|b", 3, "a b")]
    [InlineData("c \U0001f389", "\U0001f602a\U0001f602 b", 3, "a b c")]
    [InlineData("\U0001f389\u2764\ufe0fc\U0001f468\u200d\U0001f469\u200d\U0001f467", "", 3, "c")]
    [InlineData("7\ufe0f\u20e3 c", "", 3, "7\ufe0f\u20e3 c")]
    [InlineData("\U0001f389!", "", 3, "\U0001f389!")]
    public void Build_Turns_KeepsTheInputAndTheNewestThatFit(
        string input,
        string earlier,
        int maxTurns,
        string expected
    )
    {
        var ids = QueryText.Build(tokenizer, input, earlier.Split('|'), maxTurns);

        Assert.Equal(tokenizer.Encode(expected), ids);
    }

    [Fact]
    public void Build_EmojiThatTheVocabularyKnows_Stay()
    {
        // The four bytes of U+1F389 in two tokens, as OpenAI's vocabulary has them.
        using var own = new TinyVocabulary("\u00f0 \u0141", "\u0130 \u012b</w>");
        var knowing = ClipTokenizer.Load(own.Folder, contextLength: 8);

        var ids = QueryText.Build(knowing, "c \U0001f389", [], 1);

        Assert.Equal(knowing.Encode("c \U0001f389"), ids);
        Assert.Equal(5, ids.Length);
    }

    [Fact]
    public void Build_RandomDialogs_EqualsEncodingTheJoinedText()
    {
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var turns = Enumerable
                .Range(0, 4)
                .Select(_ => new string(random.GetItems("ae'\u0301!1 sİ".AsSpan(), random.Next(1, 4))))
                .Where(text => Ids(text).Count > 0)
                .ToList();
            if (turns.Count == 0)
                continue;

            var ids = QueryText.Build(tokenizer, turns[^1], turns[..^1], maxTurns: 4);

            var all = Enumerable
                .Range(0, turns.Count)
                .Select(first => Ids(string.Join(' ', turns[first..])))
                .First(joined => joined.Count <= 6 || joined.SequenceEqual(Ids(turns[^1])));
            Assert.Equal([tokenizer.StartToken, .. all.Take(6), tokenizer.EndToken], ids);
        }
    }

    private IReadOnlyList<int> Ids(string text) => tokenizer.EncodeText(text, int.MaxValue);
}
