using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DialClip.Experiments.Events;
using DialClip.Experiments.Reports;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>experiment</c>: what an experiment's log says.</summary>
internal static class ExperimentCommand
{
    public static Command Create(TextWriter output)
    {
        var log = new Argument<FileInfo>("LOG") { Description = "The experiment's log, JSON lines." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var report = new Command(
            "report",
            "Prints units, exposures, likes and the like rate's 95 % Wilson interval per variant.\nExample: dialclip experiment report artifacts/run/experiments.jsonl"
        )
        {
            log,
            json,
        };
        report.SetAction(
            async (parsed, cancel) =>
            {
                var rows = ExperimentReport.Build(JsonLinesExperimentLog.Read(parsed.GetValue(log)!.FullName));
                await output
                    .WriteLineAsync(
                        parsed.GetValue(json) ? JsonSerializer.Serialize(rows, JsonSerializerOptions.Web) : Table(rows)
                    )
                    .ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return new Command(
            "experiment",
            "Reads experiments.\nExample: dialclip experiment report artifacts/run/experiments.jsonl"
        )
        {
            report,
        };
    }

    private static string Table(IReadOnlyList<VariantReport> rows) =>
        string.Join(
            '\n',
            rows.Select(row =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{row.Experiment, -20} {row.Variant, -12} {row.Units, 7} {row.Exposures, 9} {row.Likes, 6} {row.Dislikes, 8}   {row.LikeRate.Low:F3} to {row.LikeRate.High:F3}"
                    )
                )
                .Prepend(
                    $"{"experiment", -20} {"variant", -12} {"units", 7} {"exposures", 9} {"likes", 6} {"dislikes", 8}   like rate, 95 %"
                )
        );
}
