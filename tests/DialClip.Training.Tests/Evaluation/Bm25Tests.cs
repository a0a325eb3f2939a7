using DialClip.Training.Evaluation;

namespace DialClip.Training.Tests.Evaluation;

public sealed class Bm25Tests
{
    [Fact]
    public void Score_OneTerm_IsTheFormulasValue()
    {
        var bm25 = new Bm25([
            ["cat", "cat", "dog"],
            ["bird"],
        ]);

        var scores = bm25.Score(["cat"]);

        // n = 2 documents, 1 holds the term twice; its length is 3 where the mean is 2.
        var expected = Math.Log(1 + (2 - 1 + 0.5) / (1 + 0.5)) * 2 * 2.2 / (2 + 1.2 * (1 - 0.75 + 0.75 * 3 / 2.0));
        Assert.Equal(expected, scores[0], 5);
        Assert.Equal(0, scores[1]);
    }

    [Fact]
    public void Terms_Text_AreLowerCaseWordsWithoutSigns() =>
        Assert.Equal(["i", "can", "t", "wait", "2", "go"], Bm25.Terms("I can't wait 2 GO!"));
}
