using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DialClip.Training.Evaluation.Statistics;
using DialClip.Training.Heads;
using DialClip.Training.Heads.Ablations;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>ablate</c>: the table of what each part of the method is worth.</summary>
internal static class AblateCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var into = new Option<DirectoryInfo>("--out")
        {
            Description =
                "The folder of the runs; finished ones are not made again. The table goes to its ablation.json.",
            Required = true,
        };
        var seeds = new Option<int>("--seeds")
        {
            Description = "How many seeds, from 0 on.",
            DefaultValueFactory = _ => 3,
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        seeds.AtLeastOne();
        var tune = new TuneCommandOptions();
        var command = new Command(
            "ablate",
            "Trains the full method, and what is left without context prompts, domain prompts or experts, with in-batch negatives and with E2MIM's losses; judges all on the test split, over several seeds.\n"
                + "Example: dialclip ablate --checkpoint artifacts/run/default/pretrain/clip --dialogs training/data/sticker-dialogs --messages training/data/sticker-messages --out artifacts/run/ablation"
        )
        {
            into,
            seeds,
            json,
        };
        tune.AddTo(command, ablation: true);
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var clip = tune.LoadClip(parsed);
                var data = await tune.ReadAsync(parsed, clip, progress, _ => true, cancel).ConfigureAwait(false);
                var folder = parsed.GetValue(into)!.FullName;
                Directory.CreateDirectory(folder);
                var ablation = new Ablation(tune.Options(parsed), data, folder, progress, TimeProvider.System);
                var rows = ablation.Run(AblationVariant.All, parsed.GetValue(seeds), cancel);
                await output
                    .WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(rows, HeadRun.Json) : Table(rows))
                    .ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static string Table(IReadOnlyList<AblationRow> rows) =>
        string.Join(
            '\n',
            rows.Select(row =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{row.Name, -16} {row.Seeds, 5} {row.Parameters, 10:N0}  {Cell(row.Test.HitAt1)}  {Cell(row.Test.HitAt5)}  {Cell(row.Test.HitAt10)}  {Cell(row.Test.MeanReciprocalRank)}  {Difference(row.MrrAgainstFull)}"
                    )
                )
                .Prepend(
                    $"{"variant", -16} {"seeds", 5} {"values", 10}  {"hit@1", -30}  {"hit@5", -30}  {"hit@10", -30}  {"MRR", -30}  MRR against full, 95 %"
                )
        );

    private static string Cell(Estimate figure) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{figure.Mean:F3} ± {figure.StandardDeviation:F3} [{figure.Interval.Low:F3}, {figure.Interval.High:F3}]"
        );

    private static string Difference(ConfidenceInterval? interval) =>
        interval is null
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"[{interval.Low:+0.000;-0.000}, {interval.High:+0.000;-0.000}]"
            );
}
