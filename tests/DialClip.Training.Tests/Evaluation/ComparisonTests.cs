using DialClip.Encoders;
using DialClip.Training.Evaluation;

namespace DialClip.Training.Tests.Evaluation;

public sealed class ComparisonTests
{
    [Fact]
    public void Of_SameDialogsInAnotherOrder_PairsThemById()
    {
        var rows = Comparison.Compare(Report(["a", "b", "c"], [1, 2, 20]), Report(["c", "a", "b"], [1, 1, 2]));

        var mrr = rows.Single(row => row.Metric == "MRR");
        Assert.Equal((1 + 0.5 + 0.05) / 3, mrr.First, 1e-12);
        Assert.Equal((1 + 1 + 0.5) / 3, mrr.Second, 1e-12);
        Assert.Equal(0, mrr.Difference.Low, 1e-12); // two of three do not change
        Assert.Equal(0.95, mrr.Difference.High, 1e-12);
    }

    [Fact]
    public void Of_NoSharedDialog_SaysSo() =>
        Assert.Throws<InvalidDataException>(() => Comparison.Compare(Report(["a"], [1]), Report(["b"], [1])));

    [Fact]
    public void SaveAndLoad_Report_KeepsEveryRank()
    {
        var path = Path.GetTempFileName();
        try
        {
            Report(["a", "b"], [3, 4]).Save(path);

            var loaded = EvaluationReport.Load(path);

            Assert.Equal([3, 4], loaded.Retrieval[0].Rows[0].Ranks);
            Assert.Equal(0.5, loaded.Model!.HitAt5 / 2, 1e-12);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static EvaluationReport Report(string[] dialogs, int[] ranks) =>
        new(
            "head 1",
            "test",
            "Test",
            [new(Modality.Picture, 100, [RetrievalRow.Create(EvaluationReport.ModelRow, ranks)], dialogs)],
            null
        );
}
