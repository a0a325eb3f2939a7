using System.CommandLine;
using System.Text.Json;
using DialClip.Encoders;
using DialClip.Model.Dialog;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>evaluate</c>: evaluates an exported model on recorded dialogs.</summary>
internal static class EvaluateCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var options = new StoreOptions();
        var dialogs = new Option<string>("--dialogs")
        {
            Description = "Dialogs: a JSON lines file, or a folder of *.jsonl files.",
            Required = true,
        };
        var split = new Option<DialogSplit?>("--split") { Description = "Only this split of the dialogs." };
        var into = new Option<FileInfo?>("--out")
        {
            Description = "Also write the report, with every rank, to this file; 'dialclip compare' reads it.",
        };
        var thresholds = new ThresholdOptions();
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command(
            "evaluate",
            "Ranks pictures and texts for every dialog that accepts some: hit@1/5/10 and MRR with 95 % intervals, "
                + "beside "
                + "BM25 and the frozen CLIP; the prediction of pictures, the calibration of confidences, and the "
                + "decisions of the policy by kind of dialog: precision, coverage, and false answers where silence "
                + "was right.\n"
                + "Example: dialclip evaluate --dialogs training/data/sticker-dialogs --split Test"
        )
        {
            dialogs,
            split,
            into,
            json,
        };
        thresholds.AddTo(command);
        options.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var path = parsed.GetValue(dialogs)!;
                var all = DialogFile.Read(path, progress);
                var selectedSplit = parsed.GetValue(split);
                var selected = all.Where(dialog => selectedSplit is not { } only || dialog.Split == only).ToList();
                var description = DataSetDescription.ReadBeside(path);
                if (description is { Gallery: not Gallery.Catalog } && selectedSplit is null)
                    throw new InvalidDataException(
                        $"The dialogs in '{path}' are of {description.Source}, whose splits have galleries of their "
                            + $"own; "
                            + "name one with --split, such as --split Test."
                    );
                if (selected.Count == 0)
                    throw new InvalidDataException(
                        $"No dialog in '{path}' is of split {selectedSplit}; its {all.Count} dialogs are of other "
                            + "splits. Leave --split out for all of them."
                    );
                using var source = await options.OpenAsync(parsed, cancellationToken).ConfigureAwait(false);
                using var lease = source.Acquire();
                var head = lease.Model.Default;
                DialogItems.Require(selected, head.Catalog);
                progress.WriteLine(
                    $"Evaluating {head.Head.Name} version {head.Head.Version} on {selected.Count} dialogs."
                );
                var evaluator = new DialogEvaluator(
                    head,
                    DialogContextReader.ForDialogs(path, head.Catalog),
                    description?.Gallery ?? Gallery.Catalog,
                    progress
                );
                var tables = new List<RetrievalTable>();
                foreach (var kind in new[] { Modality.Picture, Modality.Text })
                    if (
                        await evaluator
                            .EvaluateRetrievalAsync(selected, kind, cancellationToken)
                            .ConfigureAwait(false) is
                        { } table
                    )
                        tables.Add(table);
                var policy = thresholds.ApplyTo(head.Head.Properties.Thresholds, parsed);
                var answers = await evaluator.RetrieveAllAsync(selected, cancellationToken).ConfigureAwait(false);
                var report = new EvaluationReport(
                    $"{head.Head.Name} {head.Head.Version}",
                    description?.Source ?? Path.GetFileName(path.TrimEnd('/')),
                    selectedSplit?.ToString(),
                    tables,
                    await IntentAsync(evaluator, all, selected, cancellationToken).ConfigureAwait(false),
                    CalibrationRow.CreateRows(
                        answers.SelectMany(answer => TopAnswer.FromResult(answer.Dialog, answer.Input, answer.Found))
                    ),
                    DecisionReport.Create(
                        [
                            .. answers.Select(answer =>
                                (answer.Dialog, ReplyPolicy.Decide(answer.Found, policy, new HashSet<string>()))
                            ),
                        ],
                        policy
                    )
                );
                if (parsed.GetValue(into) is { } file)
                    report.Save(file.FullName);
                await output
                    .WriteLineAsync(
                        parsed.GetValue(json)
                            ? JsonSerializer.Serialize(report, EvaluationReport.Json)
                            : EvaluationText.Format(report)
                    )
                    .ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return command;
    }

    // A threshold must be chosen on other dialogs than those that it is evaluated on.
    private static async Task<IntentReport?> IntentAsync(
        DialogEvaluator evaluator,
        IReadOnlyList<DialogRecord> all,
        List<DialogRecord> selected,
        CancellationToken cancellationToken
    )
    {
        var validation = all.Where(dialog => dialog.Split == DialogSplit.Validation).ToList();
        var evaluated = selected.Where(dialog => dialog.Split != DialogSplit.Validation).ToList();
        if (validation.Count == 0 || evaluated.Count == 0)
            return null;
        var threshold = IntentReport.FindBestThreshold(
            await evaluator.PredictIntentsAsync(validation, cancellationToken).ConfigureAwait(false)
        );
        return IntentReport.Compute(
            threshold,
            await evaluator.PredictIntentsAsync(evaluated, cancellationToken).ConfigureAwait(false)
        );
    }
}
