using System.CommandLine;
using System.Globalization;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Shared.IO;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation;
using DialClip.Training.Heads.Calibration;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>calibrate</c>: fits probabilities to the scores of an exported head.</summary>
internal static class CalibrateCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var options = new StoreOptions();
        var dialogs = new Option<string>("--dialogs")
        {
            Description = "Dialogs: a JSON lines file, or a folder of *.jsonl files.",
            Required = true,
        };
        var split = new Option<DialogSplit>("--split")
        {
            Description = "The split to fit to; the head must not have been trained on it.",
            DefaultValueFactory = _ => DialogSplit.Validation,
        };
        var version = new Option<string>("--version") { Description = "The new version of the head.", Required = true };
        var fusion = new Option<bool>("--fusion")
        {
            Description =
                "First choose how captions count beside pixels and BM25 beside cosines; then also the minimum scores.",
        };
        var command = new Command(
            "calibrate",
            "Fits curves from score to confidence to an exported head, and writes it as a new version with the same "
                + "weights. Build its indexes with 'dialclip index'.\n"
                + "Example: dialclip calibrate --dialogs training/data/sticker-dialogs --fusion --version 2"
        )
        {
            dialogs,
            split,
            fusion,
            version,
        };
        options.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var (path, selectedSplit) = (parsed.GetValue(dialogs)!, parsed.GetValue(split));
                var selected = DialogFile.Read(path, progress).Where(dialog => dialog.Split == selectedSplit).ToList();
                using var source = await options.OpenAsync(parsed, cancellationToken).ConfigureAwait(false);
                using var lease = source.Acquire();
                var head = lease.Model.Default;
                DialogItems.Require(selected, head.Catalog);
                progress.WriteLine(
                    $"Calibrating {head.Head.Name} version {head.Head.Version} on {selected.Count} dialogs."
                );
                var evaluator = new DialogEvaluator(
                    head,
                    DialogContextReader.ForDialogs(path, head.Catalog),
                    Gallery.Catalog,
                    progress
                );
                var queries = await evaluator.EncodeQueriesAsync(selected, cancellationToken).ConfigureAwait(false);
                var properties = head.Head.Properties;
                if (parsed.GetValue(fusion))
                {
                    var features = await evaluator.EncodeCandidatesAsync(cancellationToken).ConfigureAwait(false);
                    var chosen = new FusionSearch(head, features, queries).Search(output.WriteLine, cancellationToken);
                    head = head with { Index = EvidenceRows.CreateIndex(head, features, chosen, cancellationToken) };
                    properties = properties with { Fusion = chosen };
                }
                var answers = queries
                    .Select(query =>
                        (query.Dialog, query.Query.Modality, Found: CandidateRanker.Rank(query.Query, head, 2))
                    )
                    .ToList();
                if (parsed.GetValue(fusion))
                    properties = properties with
                    {
                        Thresholds = HeadCalibration.ChooseMinScores(
                            properties.Thresholds,
                            [.. answers.Select(answer => (answer.Dialog, answer.Found))]
                        ),
                    };
                var tops = answers
                    .SelectMany(answer => TopAnswer.FromResult(answer.Dialog, answer.Modality, answer.Found))
                    .ToList();
                var fit = HeadCalibration.FitCurves(tops);
                foreach (var omitted in fit.Warnings)
                    progress.WriteLine(omitted);
                var curves =
                    fit.Curves
                    ?? throw new InvalidDataException(
                        "No expert could be calibrated, and nothing was written. Provide more dialogs."
                    );
                var exported = await options.OpenHeadAsync(parsed, cancellationToken).ConfigureAwait(false);
                var written = await HeadVersionWriter
                    .WriteAsync(
                        exported,
                        properties with
                        {
                            Calibration = curves,
                        },
                        Path.Combine(options.GetFolder(parsed), "models", exported.Manifest.Name),
                        parsed.GetValue(version)!,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                foreach (
                    var row in CalibrationRow.CreateRows(
                        tops.Select(top =>
                            top with
                            {
                                Confidence = curves
                                    .ForExpert(Experts.GetNumber(top.Input, top.Response))
                                    ?.Evaluate(top.Score),
                            }
                        )
                    )
                )
                    if (curves.ForExpert(Experts.GetNumber(row.Input, row.Response)) is { } curve)
                        await output.WriteLineAsync(Describe(row, curve)).ConfigureAwait(false);
                var artifact = $"models/{written.Manifest.Name}/{written.Manifest.Version}";
                await output.WriteLineAsync($"{artifact}  {Digest.Abbreviate(written.Digest)}").ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static string Describe(CalibrationRow row, LogisticProperties curve) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"best {GetName(row.Response)} for a {GetName(row.Input)}: accepted in {row.Accepted} of {row.Dialogs} "
                + $"dialogs; slope {curve.Slope}, intercept {curve.Intercept}; "
                + $"calibration error {row.CosineError:F3} -> {row.ConfidenceError:F3}"
        );

    private static string GetName(Modality modality) => modality == Modality.Text ? "text" : "picture";
}
