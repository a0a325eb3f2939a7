using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DialClip.Training.Evaluation.Statistics;
using DialClip.Training.Heads;
using DialClip.Training.Heads.Ablations;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>ablate</c>: measures the contribution of each part of the method.</summary>
internal static class AblateCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var into = new Option<DirectoryInfo>("--out")
        {
            Description = "The folder of the runs; finished runs are skipped. The table goes to its ablation.json.",
            Required = true,
        };
        var seeds = new Option<int>("--seeds")
        {
            Description = "Number of seeds, counted from 0.",
            DefaultValueFactory = _ => 3,
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        seeds.AtLeastOne();
        var tune = new TuneCommandOptions();
        var command = new Command(
            "ablate",
            "Trains the full method; without context prompts, domain prompts or experts; with in-batch negatives; and "
                + "with E2MIM's losses. Evaluates all on the test split, over several seeds.\n"
                + "Example: dialclip ablate --checkpoint artifacts/run/default/pretrain/clip "
                + "--dialogs training/data/sticker-dialogs --messages training/data/sticker-messages "
                + "--out artifacts/run/ablation"
        )
        {
            into,
            seeds,
            json,
        };
        tune.AddTo(command, ablation: true);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var clip = tune.LoadClip(parsed);
                var data = await tune.ReadAsync(parsed, clip, progress, _ => true, cancellationToken)
                    .ConfigureAwait(false);
                var folder = parsed.GetValue(into)!.FullName;
                Directory.CreateDirectory(folder);
                var ablation = new Ablation(tune.GetTuneOptions(parsed), data, folder, progress, TimeProvider.System);
                var rows = ablation.Run(AblationVariant.All, parsed.GetValue(seeds), cancellationToken);
                await output
                    .WriteLineAsync(
                        parsed.GetValue(json) ? JsonSerializer.Serialize(rows, HeadRun.Json) : FormatTable(rows)
                    )
                    .ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static string FormatTable(IReadOnlyList<AblationRow> rows) =>
        string.Join(
            '\n',
            rows.Select(row =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{row.Name, -16} {row.Seeds, 5} {row.Parameters, 10:N0}  {FormatCell(row.Test.HitAt1)}  "
                            + $"{FormatCell(row.Test.HitAt5)}  {FormatCell(row.Test.HitAt10)}  "
                            + $"{FormatCell(row.Test.MeanReciprocalRank)}  {FormatDifference(row.MrrAgainstFull)}"
                    )
                )
                .Prepend(
                    $"{"variant", -16} {"seeds", 5} {"parameters", 10}  {"hit@1", -30}  {"hit@5", -30}  "
                        + $"{"hit@10", -30}  "
                        + $"{"MRR", -30}  MRR against full, 95 %"
                )
        );

    private static string FormatCell(Estimate figure) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{figure.Mean:F3} ± {figure.StandardDeviation:F3} [{figure.Interval.Low:F3}, {figure.Interval.High:F3}]"
        );

    private static string FormatDifference(ConfidenceInterval? interval) =>
        interval is null
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"[{interval.Low:+0.000;-0.000}, {interval.High:+0.000;-0.000}]"
            );
}
