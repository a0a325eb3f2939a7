namespace DialClip.EndToEnd.Tests;

public sealed class ExperimentTests
{
    private const int Users = 16;

    [RequiresFact(Tool.Stickers)]
    public async Task TwoHeads_SideBySide_AreAssignedForGoodAndReported()
    {
        var log = Path.Combine(Directory.CreateTempSubdirectory("dialclip-log-").FullName, "experiments.jsonl");
        string[] flag =
        [
            "--DialClip:feature_management:feature_flags:0:id",
            "DialClip.Retrieval",
            "--DialClip:feature_management:feature_flags:0:enabled",
            "true",
            "--DialClip:feature_management:feature_flags:0:variants:0:name",
            "control",
            "--DialClip:feature_management:feature_flags:0:variants:0:configuration_value:Head",
            "models/stickers/1",
            "--DialClip:feature_management:feature_flags:0:variants:1:name",
            "three-turns",
            "--DialClip:feature_management:feature_flags:0:variants:1:configuration_value:Head",
            "models/stickers-three-turns/1",
            "--DialClip:feature_management:feature_flags:0:allocation:percentile:0:variant",
            "control",
            "--DialClip:feature_management:feature_flags:0:allocation:percentile:0:from",
            "0",
            "--DialClip:feature_management:feature_flags:0:allocation:percentile:0:to",
            "50",
            "--DialClip:feature_management:feature_flags:0:allocation:percentile:1:variant",
            "three-turns",
            "--DialClip:feature_management:feature_flags:0:allocation:percentile:1:from",
            "50",
            "--DialClip:feature_management:feature_flags:0:allocation:percentile:1:to",
            "100",
        ];
        var (host, address) = await RunningProgram.StartHostAsync([
            "--DialClip:Experiments:Log",
            log,
            "--DialClip:Model:Heads:0",
            "models/stickers/1",
            "--DialClip:Model:Heads:1",
            "models/stickers-three-turns/1",
            .. flag,
        ]);
        await using (host)
        {
            for (var number = 0; number < Users; number++)
            {
                using var chat = await DirectLineClient.OpenAsync(address, $"web-{number}");
                await chat.SayAsync("Let's order pizza tonight");
                await chat.RateAsync(like: number % 4 != 0);
                await chat.SayAsync("It's raining again");
            }
        }

        var events = Directory
            .GetFiles(Path.GetDirectoryName(log)!, "experiments.*.jsonl")
            .SelectMany(File.ReadAllLines)
            .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement)
            .ToList();
        var exposures = events.Where(item => item.GetProperty("event").GetString() == "exposure").ToList();
        Assert.Equal(2 * Users, exposures.Count);
        Assert.All(
            exposures.GroupBy(item => item.GetProperty("unitHash").GetString()),
            unit => Assert.Single(unit.Select(item => item.GetProperty("variant").GetString()).Distinct())
        );
        Assert.Equal(
            ["control", "three-turns"],
            exposures.Select(item => item.GetProperty("variant").GetString()).Distinct().Order()
        );
        Assert.Equal(2, exposures.Select(item => item.GetProperty("headDigest").GetString()).Distinct().Count());

        var (code, report) = await RunningProgram.DialclipAsync(["experiment", "report", log]);

        Assert.Equal(0, code);
        Assert.Contains("control", report, StringComparison.Ordinal);
        Assert.Contains("three-turns", report, StringComparison.Ordinal);
    }
}
