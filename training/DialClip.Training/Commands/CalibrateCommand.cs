using System.CommandLine;
using System.Globalization;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Shared.IO;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation;
using DialClip.Training.Heads.Calibration;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>calibrate</c>: fits what an exported head's cosines are worth, and writes the head anew with it.</summary>
internal static class CalibrateCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var options = new StoreOptions();
        var dialogs = new Option<string>("--dialogs")
        {
            Description = "Dialogs as JSON lines: a file, or a folder of *.jsonl files.",
            Required = true,
        };
        var split = new Option<DialogSplit>("--split")
        {
            Description = "The part of the dialogs to fit to; the head must not have been trained on it.",
            DefaultValueFactory = _ => DialogSplit.Validation,
        };
        var version = new Option<string>("--version")
        {
            Description = "The version to write the head as.",
            Required = true,
        };
        var command = new Command(
            "calibrate",
            "Fits curves from cosine to confidence to an exported head and writes it as a new version with the same weights. Its indexes are built anew with 'dialclip index'.\n"
                + "Example: dialclip calibrate --dialogs training/data/sticker-dialogs --version 2"
        )
        {
            dialogs,
            split,
            version,
        };
        options.AddTo(command);
        command.SetAction(
            async (parsed, cancel) =>
            {
                var (path, wanted) = (parsed.GetValue(dialogs)!, parsed.GetValue(split));
                var chosen = DialogFile.Read(path).Where(dialog => dialog.Split == wanted).ToList();
                using var source = await options.OpenAsync(parsed, cancel).ConfigureAwait(false);
                using var lease = source.Acquire();
                var head = lease.Model.Default;
                progress.WriteLine(
                    $"Calibrating {head.Head.Name} version {head.Head.Version} on {chosen.Count} dialogs."
                );
                var evaluator = new DialogEvaluator(
                    head,
                    DialogContextReader.ForDialogs(path, head.Catalog),
                    Gallery.Catalog,
                    progress
                );
                var answers = await evaluator.RetrieveAllAsync(chosen, cancel).ConfigureAwait(false);
                var tops = answers
                    .SelectMany(answer => TopAnswer.FromResult(answer.Dialog, answer.Input, answer.Found))
                    .ToList();
                var fit = HeadCalibration.FitCurves(tops);
                foreach (var sentence in fit.LeftOut)
                    progress.WriteLine(sentence);
                var curves =
                    fit.Curves
                    ?? throw new InvalidDataException(
                        "No expert could be calibrated, so nothing was written. Give more dialogs."
                    );
                var artifacts = options.Artifacts(parsed);
                var from = await artifacts
                    .OpenAsync(
                        await artifacts.ResolveAsync(options.Model(parsed).Heads[0], cancel).ConfigureAwait(false),
                        null,
                        cancel
                    )
                    .ConfigureAwait(false);
                var written = await CalibratedHeadWriter
                    .WriteAsync(
                        from,
                        curves,
                        Path.Combine(options.Folder(parsed), "models", from.Manifest.Name),
                        parsed.GetValue(version)!,
                        cancel
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
            $"best {Name(row.Response)} for a {Name(row.Input)}: accepted in {row.Accepted} of {row.Dialogs} dialogs; slope {curve.Slope}, intercept {curve.Intercept}; calibration error {row.CosineError:F3} -> {row.ConfidenceError:F3}"
        );

    private static string Name(Modality modality) => modality == Modality.Text ? "text" : "picture";
}
