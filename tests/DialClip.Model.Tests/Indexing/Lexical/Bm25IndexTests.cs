using DialClip.Model.Indexing.Lexical;

namespace DialClip.Model.Tests.Indexing.Lexical;

public sealed class Bm25IndexTests
{
    private static readonly Bm25Index Animals = new([
        ["cat", "cat", "dog"],
        ["bird"],
    ]);

    // n = 2 documents, 1 holds the term twice; its length is 3 where the mean is 2.
    private static readonly double InverseFrequency = Math.Log(1 + (2 - 1 + 0.5) / (1 + 0.5));
    private static readonly double CatScore = InverseFrequency * 2 * 2.2 / (2 + 1.2 * (1 - 0.75 + 0.75 * 3 / 2.0));

    [Fact]
    public void Score_OneTerm_IsTheFormulasValue()
    {
        var scores = Animals.Score(["cat", "cat"]);

        Assert.Equal(CatScore, scores[0], 5);
        Assert.Equal(0, scores[1]);
    }

    [Fact]
    public void TryScoreShares_UnknownTerm_CountsAgainstEveryText()
    {
        var (known, half) = (new float[2], new float[2]);

        Assert.True(Animals.TryScoreShares(["cat"], known));
        Assert.True(Animals.TryScoreShares(["cat", "llama"], half));

        var unknownFrequency = Math.Log(1 + (2 + 0.5) / 0.5);
        Assert.Equal(CatScore / (InverseFrequency * 2.2), known[0], 5);
        Assert.Equal(CatScore / ((InverseFrequency + unknownFrequency) * 2.2), half[0], 5);
    }

    [Fact]
    public void TryScoreShares_NothingMatches_IsFalseAndZero()
    {
        var shares = new float[] { 3, 4 };

        Assert.False(Animals.TryScoreShares(["llama"], shares));
        Assert.Equal([0, 0], shares);
        Assert.False(Animals.TryScoreShares([], shares));
        Assert.False(new Bm25Index([]).TryScoreShares(["cat"], []));
    }

    [Fact]
    public void TryScoreShares_AnyTexts_AreFrom0To1()
    {
        var random = new Random(1);
        string[] words = [.. Enumerable.Range(0, 40).Select(number => $"w{number}")];
        List<string> Draw() => [.. Enumerable.Range(0, random.Next(12)).Select(_ => words[random.Next(40)])];
        var index = new Bm25Index([.. Enumerable.Range(0, 300).Select(_ => Draw())]);
        var shares = new float[300];

        for (var query = 0; query < 100; query++)
        {
            index.TryScoreShares(Draw(), shares);

            Assert.All(shares, share => Assert.InRange(share, 0, 1));
        }
    }

    [Fact]
    public void TryScoreShares_LongestQueryOverTenThousandTexts_ReadsAtMost256Terms()
    {
        // Every term in every text: what a hostile query over a hostile catalog costs at most.
        var terms = LexicalTerms.GetTerms(string.Join(' ', Enumerable.Range(0, 2_000).Select(number => $"w{number}")));
        var index = new Bm25Index([.. Enumerable.Repeat(terms, 10_000)]);
        var shares = new float[10_000];

        Assert.True(index.TryScoreShares(terms, shares));

        Assert.Equal(256, terms.Count);
        Assert.All(shares, share => Assert.Equal(shares[0], share));
        Assert.InRange(shares[0], float.Epsilon, 1);
    }
}
