using System.Text.Json;
using DialClip.Experiments.Events;

namespace DialClip.Experiments.Tests.Events;

public sealed class OutcomeTests : IDisposable
{
    private readonly string path = Path.Combine(
        Directory.CreateTempSubdirectory("dialclip-outcomes-").FullName,
        "experiments.jsonl"
    );

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Fact]
    public void Read_OutcomeAndFieldsOfExposures_AreThoseWritten()
    {
        var exposure = new Exposure
        {
            ImpressionId = "1",
            Time = DateTimeOffset.UnixEpoch,
            Experiment = "x",
            Variant = "B",
            Reason = "percentile",
            UnitHash = "u",
            HeadDigest = "d",
            ItemId = "red",
            Score = 0.5,
            Channel = "msteams",
            LatencyMs = 12.5,
            Propensity = 0.25,
            Candidates = [new("red", 0.5, 0.9), new("blue", 0.4, null)],
            Interleaved = new Dictionary<string, string> { ["red"] = "A", ["blue"] = "B" },
            ChangedVariant = true,
        };
        var outcome = new Outcome
        {
            ImpressionId = "1",
            Time = DateTimeOffset.UnixEpoch,
            UnitHash = "u",
            Kind = OutcomeKinds.Chosen,
            ItemId = "blue",
            Seconds = 3,
        };
        Write(exposure, outcome);

        var events = ExperimentLogFiles.ReadUnordered(path, _ => Assert.Fail("No line is damaged.")).ToList();

        var read = Assert.IsType<Exposure>(events[0]);
        Assert.Equal(exposure.Candidates, read.Candidates);
        Assert.Equal(exposure.Interleaved, read.Interleaved);
        Assert.Equal(
            (exposure.Channel, exposure.LatencyMs, exposure.Propensity, exposure.ChangedVariant),
            (read.Channel, read.LatencyMs, read.Propensity, read.ChangedVariant)
        );
        Assert.Equal(outcome, events[1]);
    }

    [Fact]
    public void Erase_Unit_TakesItsOutcomes()
    {
        Write(
            new Outcome
            {
                ImpressionId = "1",
                Time = DateTimeOffset.UnixEpoch,
                UnitHash = "u",
                Kind = OutcomeKinds.NoAnswer,
            },
            new Outcome
            {
                ImpressionId = "2",
                Time = DateTimeOffset.UnixEpoch,
                UnitHash = "other",
                Kind = OutcomeKinds.NoAnswer,
            }
        );

        Assert.Equal(1, ExperimentLogErasure.Erase(path, ["u"], []));
        Assert.Equal("2", Assert.Single(ExperimentLogFiles.ReadUnordered(path, _ => { })).ImpressionId);
    }

    private void Write(params ExperimentEvent[] events) =>
        File.WriteAllLines(path, events.Select(item => JsonSerializer.Serialize(item, JsonSerializerOptions.Web)));
}
