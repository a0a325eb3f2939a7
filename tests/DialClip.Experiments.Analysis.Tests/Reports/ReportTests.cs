using System.Xml.Linq;
using DialClip.Experiments.Analysis.Aggregation;
using DialClip.Experiments.Analysis.Reports;
using DialClip.Experiments.Events;
using static DialClip.Experiments.Analysis.Tests.TestEvents;

namespace DialClip.Experiments.Analysis.Tests.Reports;

public sealed class ReportTests
{
    [Fact]
    public void Build_BetterTreatment_ShipsIt()
    {
        var report = Build(CreateWorld(1, 1500, 0.2, 0.35));

        Assert.Equal((VerdictAction.Ship, "treatment"), (report.Verdict.Action, report.Verdict.Treatment));
        Assert.StartsWith(
            "Ship 'treatment': its like rate differs by +",
            report.Verdict.Sentence,
            StringComparison.Ordinal
        );
        Assert.InRange(
            0.75,
            report.Comparisons[0].Metrics[0].LiftInterval!.Low,
            report.Comparisons[0].Metrics[0].LiftInterval!.High
        );
    }

    [Fact]
    public void Build_WorseTreatment_StopsIt() =>
        Assert.Equal(VerdictAction.Stop, Build(CreateWorld(2, 1500, 0.35, 0.2)).Verdict.Action);

    [Fact]
    public void Build_FewUnits_KeepsRunningAndSaysHowLong()
    {
        var report = Build(CreateWorld(3, 100, 0.3, 0.3));

        Assert.Equal(VerdictAction.KeepRunning, report.Verdict.Action);
        Assert.Contains("days at this rate", report.Verdict.Sentence, StringComparison.Ordinal);
        Assert.True(report.Comparisons[0].UnitsToGo > 1000);
        Assert.True(report.Comparisons[0].DetectableEffect > 0.05);
    }

    [Fact]
    public void Build_BrokenSplit_BlocksTheVerdictAndSaysWhere()
    {
        // In one channel every second unit of the treatment is lost.
        var events = CreateWorld(4, 2000, 0.2, 0.5)
            .Where(item =>
                item is not Exposure { Variant: "treatment", Channel: "msteams" } exposure
                || exposure.UnitHash[^1] % 2 == 0
            );

        var report = Build(events);

        Assert.Equal(VerdictAction.FixSplit, report.Verdict.Action);
        Assert.Contains("in msteams, where", report.Verdict.Sentence, StringComparison.Ordinal);
        Assert.Empty(report.Comparisons);
        Assert.Contains("Fix the split", TextReport.Write([report]), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_UnequalShares_AreTakenFromTheSettings()
    {
        var events = CreateWorld(5, 1000, 0.3, 0.3)
            .Where(item => item is not Exposure { Variant: "treatment" } exposure || exposure.UnitHash[^1] % 2 == 0);
        var settings = new ReportSettings
        {
            Shares = new Dictionary<string, double> { ["control"] = 2, ["treatment"] = 1 },
        };

        Assert.Equal(VerdictAction.FixSplit, Build(events).Verdict.Action);
        Assert.NotEqual(VerdictAction.FixSplit, Build(events, settings).Verdict.Action);
    }

    [Fact]
    public void Build_VariantThatNobodySaw_IsAMismatch()
    {
        var settings = new ReportSettings
        {
            Shares = new Dictionary<string, double>
            {
                ["control"] = 1,
                ["treatment"] = 1,
                ["other"] = 1,
            },
        };

        Assert.Equal(VerdictAction.FixSplit, Build(CreateWorld(6, 300, 0.3, 0.3), settings).Verdict.Action);
    }

    [Fact]
    public void Build_SlowTreatment_StopsWhateverIsLiked()
    {
        var events = CreateWorld(7, 1500, 0.2, 0.4)
            .Select(item =>
                item is Exposure { Variant: "treatment" } slow ? slow with { LatencyMs = slow.LatencyMs * 2 } : item
            );

        var report = Build(events);

        Assert.Equal(VerdictAction.Stop, report.Verdict.Action);
        Assert.Contains("'latency p95, ms'", report.Verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_LikesWithoutDislikes_AreToldApartByExposures()
    {
        var report = Build([
            .. Enumerable.Range(0, 100).Select(number => CreateExposure($"a{number}", "A", $"u{number}")),
            .. Enumerable.Range(0, 100).Select(number => CreateExposure($"b{number}", "B", $"v{number}")),
            .. Enumerable.Range(0, 10).Select(number => CreateFeedback($"a{number}", true)),
            .. Enumerable.Range(0, 50).Select(number => CreateFeedback($"b{number}", true)),
        ]);

        // Of the rated replies all are liked, whatever the variant.
        Assert.Equal((1.0, 1.0), (report.Variants[0].LikeRate.High, report.Variants[1].LikeRate.High));
        Assert.True(report.Variants[0].LikesPerExposure.Contains(0.1));
        Assert.True(report.Variants[1].LikesPerExposure.Contains(0.5));
        Assert.True(report.Variants[0].LikesPerExposure.High < report.Variants[1].LikesPerExposure.Low);
    }

    [Fact]
    public void Build_UnknownControlOrMissingShare_IsRefusedWithTheNames()
    {
        var events = CreateWorld(8, 10, 0.3, 0.3);

        var control = Assert.Throws<InvalidDataException>(() => Build(events, new() { Control = "contol" }));
        var share = Assert.Throws<InvalidDataException>(() =>
            Build(events, new() { Shares = new Dictionary<string, double> { ["control"] = 1 } })
        );

        Assert.Contains("control, treatment", control.Message, StringComparison.Ordinal);
        Assert.Contains("'treatment'", share.Message, StringComparison.Ordinal);
    }

    // Looked at every day, experiments without an effect are rarely decided.
    [Fact]
    public void Build_NoEffectLookedAtEveryDay_RaisesFewAlarms()
    {
        var alarms = 0;
        for (var seed = 100; seed < 160; seed++)
        {
            var world = CreateWorld(seed, 120, 0.3, 0.3);
            var report = Build(world);
            alarms += report.Comparisons[0].Days.Any(day => !day.Interval.Contains(0)) ? 1 : 0;
        }

        Assert.InRange(alarms, 0, 4);
    }

    [Theory]
    [InlineData(-0.0002, "0.0%")]
    [InlineData(0.0132, "+1.3%")]
    [InlineData(-0.5, "-50.0%")]
    public void Write_Percent_HasOneSign(double difference, string expected) =>
        Assert.Equal(expected, Percent.Write(difference));

    [Fact]
    public void Write_Html_IsWellFormedAndEncodesNames()
    {
        var events = CreateWorld(9, 50, 0.3, 0.3)
            .Select(item => item is Exposure exposure ? exposure with { Experiment = "<b>&" } : item);

        var html = HtmlReport.Write([Build(events)]);

        Assert.Contains("<h1>&lt;b&gt;&amp;</h1>", html, StringComparison.Ordinal);
        for (var start = 0; (start = html.IndexOf("<svg", start, StringComparison.Ordinal)) >= 0; start++)
            XDocument.Parse(html[start..(html.IndexOf("</svg>", start, StringComparison.Ordinal) + 6)]);
        Assert.Equal(3, html.Split("<svg").Length - 1);
    }

    // Units with 1 to 4 replies in 4 days and two channels, and a taste of their own around the rate.
    private static List<ExperimentEvent> CreateWorld(int seed, int unitsPerVariant, double control, double treatment)
    {
        var random = new Random(seed);
        List<ExperimentEvent> events = [];
        for (var unit = 0; unit < 2 * unitsPerVariant; unit++)
        {
            var isTreatment = unit % 2 == 1;
            var hash = $"unit-{unit / 2}-{(isTreatment ? "t" : "c")}{random.Next(10)}";
            var taste = Math.Clamp((isTreatment ? treatment : control) + 0.1 * random.NextNormal(), 0, 1);
            for (var reply = random.Next(4); reply >= 0; reply--)
            {
                var impression = $"{hash}/{reply}";
                events.Add(
                    CreateExposure(impression, isTreatment ? "treatment" : "control", hash, random.Next(4)) with
                    {
                        Channel = unit % 4 < 2 ? "msteams" : "webchat",
                        LatencyMs = 20 * Math.Exp(0.5 * random.NextNormal()),
                    }
                );
                if (random.NextDouble() < taste)
                    events.Add(CreateFeedback(impression, true));
            }
        }
        return events;
    }

    private static ExperimentReport Build(IEnumerable<ExperimentEvent> events, ReportSettings? settings = null)
    {
        var aggregator = new LogAggregator();
        foreach (var item in events)
            aggregator.Add(item);
        return ReportBuilder.Build(aggregator.Build().Single(), settings ?? new());
    }
}
