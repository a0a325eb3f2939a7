using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Tests.Evaluation.Statistics;

public sealed class RankingMetricsTests
{
    [Fact]
    public void Of_KnownRanks_CountsEachCutOff()
    {
        var metrics = RankingMetrics.Compute([1, 2, 6, 20]);

        Assert.Equal(0.25, metrics.HitAt1);
        Assert.Equal(0.5, metrics.HitAt5);
        Assert.Equal(0.75, metrics.HitAt10);
        Assert.Equal((1 + 1 / 2.0 + 1 / 6.0 + 1 / 20.0) / 4, metrics.MeanReciprocalRank, 12);
    }

    [Fact]
    public void Of_NoRanks_IsRefused() => Assert.Throws<ArgumentException>(() => RankingMetrics.Compute([]));

    [Theory]
    [InlineData(new[] { 0.1f, 0.9f, 0.5f }, new[] { 1 }, 1)]
    [InlineData(new[] { 0.1f, 0.9f, 0.5f }, new[] { 0 }, 3)]
    [InlineData(new[] { 0.1f, 0.9f, 0.5f }, new[] { 0, 2 }, 2)] // the best accepted item counts
    [InlineData(new[] { 0.5f, 0.5f, 0.5f }, new[] { 1 }, 3)] // a tie counts against us
    [InlineData(new[] { 0.5f, 0.5f, 0.5f }, new[] { 0, 1 }, 2)] // but not a tie with another accepted item
    public void PessimisticRank_Scores_RankTheBestAcceptedItem(float[] scores, int[] accepted, int rank) =>
        Assert.Equal(rank, RankingMetrics.PessimisticRank(scores, accepted.ToHashSet()));
}
