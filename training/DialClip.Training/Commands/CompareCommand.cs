using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DialClip.Encoders;
using DialClip.Training.Evaluation;
using DialClip.Training.Reporting;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>compare</c>: compares two evaluations or two runs.</summary>
internal static class CompareCommand
{
    public static Command Create(TextWriter output)
    {
        var first = new Argument<string>("FIRST")
        {
            Description = "A file of 'dialclip evaluate --out', or the folder of a run.",
        };
        var second = new Argument<string>("SECOND") { Description = "The other one, of the same kind." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command(
            "compare",
            "Compares two evaluations of the same dialogs (differences with 95 % intervals, by a paired bootstrap), or "
                + "two runs (settings that differ, and metrics).\n"
                + "Example: dialclip compare artifacts/run/one.json artifacts/run/three.json"
        )
        {
            first,
            second,
            json,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var (left, right) = (parsed.GetValue(first)!, parsed.GetValue(second)!);
                if (Directory.Exists(left) != Directory.Exists(right))
                    throw new InvalidDataException(
                        $"'{left}' and '{right}' are of different kinds: expected two files of 'dialclip evaluate "
                            + $"--out', "
                            + "or two folders of runs."
                    );
                var text = Directory.Exists(left)
                    ? FormatRuns(RunComparison.Compute(left, right), parsed.GetValue(json))
                    : FormatEvaluations(left, right, parsed.GetValue(json));
                await output.WriteLineAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static string FormatEvaluations(string left, string right, bool json)
    {
        var rows = Comparison.Compare(EvaluationReport.Load(left), EvaluationReport.Load(right));
        return json
            ? JsonSerializer.Serialize(rows, EvaluationReport.Json)
            : string.Join(
                '\n',
                rows.Select(FormatComparison)
                    .Prepend(
                        $"{"", -9} {"", -7} {"first", 8} {"second", 8} {"change", 9}  "
                            + "95 % of the change; * where it excludes 0"
                    )
            );
    }

    private static string FormatComparison(Comparison row)
    {
        var (name, interval) = (row.Responses == Modality.Picture ? "pictures" : "texts", row.Difference);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name, -9} {row.Metric, -7} {row.First, 8:F3} {row.Second, 8:F3} "
                + $"{row.Second - row.First, +9:+0.000;-0.000}  [{interval.Low:+0.000;-0.000}, "
                + $"{interval.High:+0.000;-0.000}]{(interval.Low > 0 || interval.High < 0 ? " *" : "")}"
        );
    }

    private static string FormatRuns(IReadOnlyList<RunComparison> rows, bool json) =>
        json
            ? JsonSerializer.Serialize(rows, JsonSerializerOptions.Web)
            : string.Join(
                '\n',
                rows.Select(row => $"{row.Name, -42} {row.First ?? "-", -24} {row.Second ?? "-", -24}")
                    .Prepend($"{"", -42} {"first", -24} {"second", -24}")
            );
}
