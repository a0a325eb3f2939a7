using DialClip.Experiments.Analysis.Aggregation;
using DialClip.Experiments.Events;
using static DialClip.Experiments.Analysis.Tests.TestEvents;

namespace DialClip.Experiments.Analysis.Tests.Aggregation;

public sealed class LogAggregatorTests
{
    private static readonly ExperimentEvent[] Events =
    [
        CreateExposure("1", "A", "u1"),
        CreateExposure("2", "A", "u1"),
        CreateExposure("3", "B", "u2"),
        CreateExposure("1", "A", "u1"), // delivered twice
        CreateFeedback("1", true),
        CreateFeedback("1", true), // clicked twice
        CreateFeedback("2", true),
        CreateFeedback("2", false, 1), // changed
        CreateFeedback("3", true),
        CreateFeedback("3", null, 1), // withdrawn
        CreateFeedback("9", true), // of no exposure
        CreateOutcome("1", "u1", OutcomeKinds.Chosen),
        CreateOutcome("1", "u1", OutcomeKinds.Chosen), // delivered twice
        CreateOutcome("7", "u2", OutcomeKinds.NoAnswer), // of a message without a reply
        CreateOutcome("8", "u9", OutcomeKinds.NoAnswer), // of a unit that was never exposed
        CreateIntention("4", "B"),
        CreateIntention("5", "B"),
        CreateIntention("5", "B", withdrawn: true),
        CreateIntention("3", "B"),
    ];

    public static TheoryData<int> Seeds => [0, 1, 2, 3];

    // Files of several processes are read one after the other: no result may depend on the order.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Build_EventsInAnyOrder_CountsEachOnceAndTheLastFeedback(int seed)
    {
        var events = Events.ToArray();
        if (seed > 0)
            new Random(seed).Shuffle(events);

        var data = Assert.Single(Aggregate(events).Build());

        Assert.Equal("retrieval", data.Name);
        Assert.Equal(["A", "B"], data.Variants.Select(variant => variant.Name));
        var (a, b) = (data.Variants[0], data.Variants[1]);
        Assert.Equal((1, 2, 1, 1, 0), (a.Units, a.Exposures, a.Likes, a.Dislikes, a.Incomplete));
        Assert.Equal((1, 1, 0, 0, 1), (b.Units, b.Exposures, b.Likes, b.Dislikes, b.Incomplete));
        Assert.Equal(1, a.LikedUnits);
    }

    [Fact]
    public void Build_Outcomes_CountOnceWithTheirUnit()
    {
        var aggregator = Aggregate([.. Events, CreateExposure("10", "A", "u3"), CreateExposure("11", "B", "u4")]);
        aggregator.Add(CreateOutcome("1", "u1", "somethingNew"));

        var data = Assert.Single(aggregator.Build());

        // Per unit: u1 1 of 2 and u3 0 of 1; u2 1 of 1 and u4 0 of 1.
        Assert.Equal([0.5, 1.5], data.Variants[0].Metrics["chosen"].ToMean()!.Values);
        Assert.Equal([0.5, 1.0], data.Variants[1].Metrics["no answer"].ToMean()!.Values);
        Assert.Equal((1, 1), (aggregator.Duplicates, aggregator.UnknownOutcomes));
    }

    [Fact]
    public void Build_Twice_GivesTheSame()
    {
        var aggregator = Aggregate([.. Events, CreateExposure("10", "A", "u3")]);

        var first = aggregator.Build()[0].Variants[0].Metrics["likes"].ToMean()!.Values;

        Assert.Equal(first, aggregator.Build()[0].Variants[0].Metrics["likes"].ToMean()!.Values);
    }

    [Fact]
    public void Build_UnitsOfSeveralVariants_AreCountedInEachAndComparedInNone()
    {
        var data = Aggregate([
                CreateExposure("1", "A", "u1"),
                CreateExposure("2", "A", "u2"),
                CreateExposure("3", "B", "u2", day: 1),
                CreateExposure("4", "B", "u3"),
                CreateExposure("5", "B", "u3"),
            ])
            .Build()[0];

        Assert.Equal([(2, 1, 1), (2, 1, 1)], data.Variants.Select(v => (v.Units, v.UnitsInOtherVariants, v.Compared)));
        // By the first exposure, as the split had it.
        Assert.Equal([("A", 2L), ("B", 1L)], data.Cells.Select(cell => (cell.Variant, cell.Units)));
    }

    [Fact]
    public void Build_SeveralDays_HasTheMomentsUntilEach()
    {
        var data = Aggregate([
                CreateExposure("1", "A", "u1"),
                CreateExposure("2", "A", "u2", day: 1),
                CreateExposure("3", "A", "u1", day: 2),
                CreateFeedback("3", true),
                CreateFeedback("1", true),
            ])
            .Build()[0];
        var days = data.Variants[0].Days;

        Assert.Equal([1, 1, 1], days.Select(day => day.Exposures));
        Assert.Equal([1L, 2, 2], days.Select(day => day.LikesUntilThen.Count));
        Assert.Equal([1.0, 1.5], days[2].LikesUntilThen.ToMean()!.Values);
        // At the end as all at once: the squares grew with the units.
        var (last, all) = (days[2].LikesUntilThen.ToMean()!, data.Variants[0].Metrics["likes"].ToMean()!);
        foreach (var (left, right) in new[] { (0, 0), (0, 1), (1, 1) })
            Assert.Equal(GetCovariance(all, left, right), GetCovariance(last, left, right), 1e-12);
    }

    [Fact]
    public void Build_Latencies_AreCountedByVariant()
    {
        var data = Aggregate([
                CreateExposure("1", "A", "u1") with
                {
                    LatencyMs = 12.3,
                },
                CreateExposure("2", "A", "u1") with
                {
                    LatencyMs = 12_345,
                },
                CreateExposure("3", "A", "u1") with
                {
                    LatencyMs = double.NaN,
                },
                CreateExposure("4", "B", "u2"),
            ])
            .Build()[0];

        Assert.Equal([12.0, 12_300], data.Variants[0].Latencies!.Values);
        Assert.Null(data.Variants[1].Latencies);
    }

    private static double GetCovariance(Analysis.Statistics.UnitMean mean, int left, int right)
    {
        double[] a = [left == 0 ? 1 : 0, left == 1 ? 1 : 0];
        double[] b = [right == 0 ? 1 : 0, right == 1 ? 1 : 0];
        return mean.ComputeCovariance(a, b);
    }

    private static LogAggregator Aggregate(IEnumerable<ExperimentEvent> events)
    {
        var aggregator = new LogAggregator();
        foreach (var item in events)
            aggregator.Add(item);
        return aggregator;
    }
}
