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
