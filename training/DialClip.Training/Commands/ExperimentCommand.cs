using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DialClip.Experiments.Events;
using DialClip.Training.Reporting;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>experiment</c>: reports the results of an experiment.</summary>
internal static class ExperimentCommand
{
    private const string Example = "\nExample: dialclip experiment report artifacts/run/experiments.jsonl";

    public static Command Create(TextWriter output)
    {
        var log = new Argument<string>("LOG")
        {
            Description =
                "The log: the configured path with the files of its processes, a folder of *.jsonl, or a path with "
                + "wildcards in quotes.",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var report = new Command(
            "report",
            "Prints units, exposures, likes and the 95 % Wilson interval of the like rate per variant." + Example
        )
        {
            log,
            json,
        };
        report.SetAction(
            async (parsed, _) =>
            {
                var rows = ExperimentReport.Compute(ExperimentLogFiles.Read(parsed.GetValue(log)!));
                var text = parsed.GetValue(json)
                    ? JsonSerializer.Serialize(rows, JsonSerializerOptions.Web)
                    : FormatTable(rows);
                await output.WriteLineAsync(text).ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return new("experiment", "Reports the results of experiments." + Example) { report };
    }

    private static string FormatTable(IReadOnlyList<VariantReport> rows)
    {
        const string Columns = "{0,-20} {1,-12} {2,7} {3,9} {4,6} {5,8}   {6}";
        return string.Join(
            '\n',
            rows.Select(row =>
                    string.Format(
                        CultureInfo.InvariantCulture,
                        Columns,
                        row.Experiment,
                        row.Variant,
                        row.Units,
                        row.Exposures,
                        row.Likes,
                        row.Dislikes,
                        string.Create(CultureInfo.InvariantCulture, $"{row.LikeRate.Low:F3} to {row.LikeRate.High:F3}")
                    )
                )
                .Prepend(
                    string.Format(
                        CultureInfo.InvariantCulture,
                        Columns,
                        "experiment",
                        "variant",
                        "units",
                        "exposures",
                        "likes",
                        "dislikes",
                        "like rate, 95 %"
                    )
                )
        );
    }
}
