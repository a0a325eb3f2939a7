using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DialClip.Experiments.Events;
using DialClip.Training.Evaluation.Statistics;
using DialClip.Training.Reporting;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>experiment</c>: reports the results of an experiment.</summary>
internal static class ExperimentCommand
{
    private const string Example = "\nExample: dialclip experiment report artifacts/run/experiments.jsonl";

    private static readonly CompositeFormat Columns = CompositeFormat.Parse(
        "{0,-20} {1,-12} {2,7} {3,9} {4,6} {5,8}   {6,-19}   {7}"
    );

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
            "Prints units, exposures, likes and the 95 % Wilson intervals of likes among rated and among all replies, "
                + "per variant."
                + Example
        )
        {
            log,
            json,
        };
        report.SetAction(
            async (parsed, _) =>
            {
                var damaged = new List<DamagedLine>();
                var rows = ExperimentReport.Compute(ExperimentLogFiles.Read(parsed.GetValue(log)!, damaged.Add));
                var text = parsed.GetValue(json)
                    ? JsonSerializer.Serialize(rows, JsonSerializerOptions.Web)
                    : FormatTable(rows);
                await output.WriteLineAsync(text).ConfigureAwait(false);
                // Beside the result, which a program may read.
                foreach (var file in damaged.GroupBy(line => line.File))
                    await parsed.InvocationConfiguration.Error.WriteLineAsync(Describe(file)).ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return new("experiment", "Reports the results of experiments." + Example) { report };
    }

    private static string Describe(IGrouping<string, DamagedLine> file)
    {
        var (first, count) = (file.First(), file.Count());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{file.Key}: left out {count} damaged line{(count == 1 ? "" : "s")}; line {first.Number} {first.Reason}."
        );
    }

    private static string FormatTable(IReadOnlyList<VariantReport> rows)
    {
        var lines = rows.Select(FormatRow)
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
                    "likes of rated, 95%",
                    "likes of exposures, 95%"
                )
            );
        if (rows.Any(row => row.UnitsInOtherVariants > 0))
            lines = lines.Append("* among them units that saw several variants: " + FormatSeveral(rows));
        if (rows.Any(row => row.Incomplete > 0))
            lines = lines.Append("not counted, because a process died while they were sent: " + FormatIncomplete(rows));
        return string.Join('\n', lines);
    }

    private static string FormatRow(VariantReport row) =>
        string.Format(
            CultureInfo.InvariantCulture,
            Columns,
            row.Experiment,
            row.Variant,
            row.Units + (row.UnitsInOtherVariants > 0 ? "*" : ""),
            row.Exposures,
            row.Likes,
            row.Dislikes,
            Format(row.LikeRate),
            Format(row.LikesPerExposure)
        );

    private static string FormatSeveral(IReadOnlyList<VariantReport> rows) =>
        string.Join(
            ", ",
            rows.Where(row => row.UnitsInOtherVariants > 0)
                .Select(row =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{row.Variant} {row.UnitsInOtherVariants} of {row.Units}"
                    )
                )
        );

    private static string FormatIncomplete(IReadOnlyList<VariantReport> rows) =>
        string.Join(
            ", ",
            rows.Where(row => row.Incomplete > 0)
                .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Variant} {row.Incomplete}"))
        );

    private static string Format(ConfidenceInterval interval) =>
        string.Create(CultureInfo.InvariantCulture, $"{interval.Low:F3} to {interval.High:F3}");
}
