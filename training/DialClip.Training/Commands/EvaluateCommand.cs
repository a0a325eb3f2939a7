using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DialClip.Training.Data;
using DialClip.Training.Evaluation;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>evaluate</c>: measures an exported model on recorded dialogs.</summary>
internal static class EvaluateCommand
{
    public static Command Create(TextWriter output, TextWriter progress)
    {
        var options = new StoreOptions();
        var dialogs = new Option<string>("--dialogs") { Description = "Dialogs as JSON lines: a file, or a folder of *.jsonl files.", Required = true };
        var split = new Option<DialogSplit?>("--split") { Description = "Only this part of the dialogs." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("evaluate", "Ranks all pictures for every dialog that accepts one: hit@1/5/10 and MRR, BM25 beside it.\nExample: dialclip evaluate --dialogs training/data/sticker-dialogs --split test")
        {
            dialogs, split, json,
        };
        options.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetValue(dialogs)!;
            var chosen = DialogFile.Read(path).Where(dialog => parsed.GetValue(split) is not { } only || dialog.Split == only);
            using var source = await options.OpenAsync(parsed, cancel).ConfigureAwait(false);
            using var lease = source.Acquire();
            var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
            await progress.WriteLineAsync($"Evaluating {lease.Model.Default.Head.Name} version {lease.Model.Default.Head.Version}.").ConfigureAwait(false);
            var report = await DialogEvaluator.EvaluateAsync(chosen, folder, lease.Model.Default, null, cancel).ConfigureAwait(false);
            await output.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(report) : Table(report)).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }

    private static string Table(EvaluationReport report)
    {
        static string Row(string name, RankingMetrics metrics) => string.Create(
            CultureInfo.InvariantCulture, $"{name,-6} {metrics.HitAt1,7:F3} {metrics.HitAt5,7:F3} {metrics.HitAt10,7:F3} {metrics.MeanReciprocalRank,7:F3}");
        return $"{report.Count} dialogs\n{"",-6} {"hit@1",7} {"hit@5",7} {"hit@10",7} {"MRR",7}\n{Row("model", report.Model)}\n{Row("BM25", report.Bm25)}";
    }
}
