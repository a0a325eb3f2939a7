using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DialClip.Experiments.Analysis.Reports;
using DialClip.Experiments.Events;

namespace DialClip.Benchmarks.ExperimentReports;

/// <summary>The program <c>report</c>: the report of a large experiment log, its time and memory.</summary>
internal static class ReportCommand
{
    private const int EventsPerUnit = 20;
    private const double MaxSeconds = 60;
    private const long MaxBytes = 1_000_000_000;

    public static Command Create(TextWriter output, TextWriter progress)
    {
        var events = new Option<int>("--events")
        {
            Description = "Number of events.",
            DefaultValueFactory = _ => 10_000_000,
        };
        var command = new Command(
            "report",
            "Writes a log of two processes and reports it. Fails where 10 million events take more than 60 seconds or "
                + "1 GB. Needs 350 bytes of temporary space for each event."
        )
        {
            events,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                var folder = Directory.CreateTempSubdirectory("dialclip-report-");
                try
                {
                    return await RunAsync(folder.FullName, parsed.GetValue(events), output, progress);
                }
                finally
                {
                    folder.Delete(recursive: true);
                }
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(string folder, int events, TextWriter output, TextWriter progress)
    {
        await progress.WriteLineAsync($"Writing {events} events.");
        for (var process = 0; process < 2; process++)
            WriteLog(Path.Combine(folder, $"experiments.host-{process}.jsonl"), process, events / 2);
        await progress.WriteLineAsync("Reading them.");
        var (damaged, watch, processor) = (0L, Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var report = LogReport.Read(folder, new ReportSettings(), _ => damaged++).Single();
        var seconds = watch.Elapsed.TotalSeconds;
        using var current = Process.GetCurrentProcess();
        await output.WriteLineAsync(
            JsonSerializer.Serialize(
                new
                {
                    events,
                    seconds,
                    processorSeconds = (Environment.CpuUsage.TotalTime - processor).TotalSeconds,
                    peakMegabytes = current.PeakWorkingSet64 / 1e6,
                    units = report.Variants.Sum(variant => variant.Units),
                    exposures = report.Variants.Sum(variant => variant.Exposures),
                    damaged,
                    verdict = report.Verdict.Sentence,
                },
                JsonSerializerOptions.Web
            )
        );
        return seconds <= MaxSeconds && current.PeakWorkingSet64 <= MaxBytes && damaged == 0 ? 0 : 1;
    }

    // Per reply an intention and an exposure, and a like or dislike of every third.
    private static void WriteLog(string path, int process, int events)
    {
        var random = new Random(process);
        var start = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
        var units = Math.Max(1, 2 * events / EventsPerUnit);
        using var file = new StreamWriter(path, append: false);
        for (var (count, reply) = (0, 0); count < events; reply++)
        {
            var (unit, time) = (random.Next(units), start.AddDays(14.0 * count / events));
            var variant = unit % 2 == 0 ? "control" : "treatment";
            var (id, hash) = ($"{process:x8}{reply:x24}", string.Create(CultureInfo.InvariantCulture, $"{unit:x64}"));
            Write(
                new Intention
                {
                    ImpressionId = id,
                    Time = time,
                    Experiment = "retrieval",
                    Variant = variant,
                    UnitHash = hash,
                }
            );
            Write(
                new Exposure
                {
                    ImpressionId = id,
                    Time = time,
                    Experiment = "retrieval",
                    Variant = variant,
                    Reason = "percentile",
                    UnitHash = hash,
                    HeadDigest = hash,
                    ItemId = "1F389",
                    Score = 0.31,
                    Channel = unit % 3 == 0 ? "msteams" : "webchat",
                    LatencyMs = 10 + random.Next(40),
                }
            );
            if (random.Next(3) == 0)
                Write(
                    new Feedback
                    {
                        ImpressionId = id,
                        Time = time,
                        Liked = random.Next(4) > 0,
                        Rater = hash,
                        Source = "thumbs",
                    }
                );

            void Write(ExperimentEvent item)
            {
                if (count++ < events)
                    file.WriteLine(JsonSerializer.Serialize(item, JsonSerializerOptions.Web));
            }
        }
    }
}
