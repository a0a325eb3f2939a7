using System.CommandLine;
using System.Globalization;
using DialClip.Artifacts.Format;
using DialClip.Model.Loading;
using DialClip.Shared.IO;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation;
using DialClip.Training.Heads.Calibration;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>thresholds</c>: chooses from which confidence on an exported head answers.</summary>
internal static class ThresholdsCommand
{
    private static readonly double[] SilenceProbabilities = [1, 0.3, 0.2, 0.1];
    private static readonly double[] Confidences = [0, 0.2, 0.4, 0.6, 0.8];

    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var options = new StoreOptions();
        var dialogs = new Option<string[]>("--dialogs")
        {
            Description =
                "Dialogs that deserve an answer and dialogs that deserve silence: files, or folders of *.jsonl.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var split = new Option<DialogSplit>("--split")
        {
            Description = "The split to choose on; the head must not have been trained on it.",
            DefaultValueFactory = _ => DialogSplit.Validation,
        };
        var share = new Option<double>("--max-false-answers")
        {
            Description =
                "The maximum share of dialogs that deserve silence and are answered, of all and of each kind.",
            DefaultValueFactory = _ => 0.02,
        };
        share.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is var value && !(value is >= 0 and <= 1))
                result.AddError(
                    string.Create(CultureInfo.InvariantCulture, $"{share.Name} is {value}, expected 0 to 1.")
                );
        });
        var version = new Option<string?>("--version")
        {
            Description = "Write the head with the chosen thresholds as this version; without it nothing is written.",
        };
        var command = new Command(
            "thresholds",
            "Chooses minimum confidence and probability of silence of an exported head, so that few dialogs that "
                + "deserve silence are answered, and writes it as a new version with the same weights. Build its "
                + "indexes with 'dialclip index'.\n"
                + "Example: dialclip thresholds --dialogs training/data/sticker-dialogs training/data/task-dialogs "
                + "--version 3"
        )
        {
            dialogs,
            split,
            share,
            version,
        };
        options.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var source = await options.OpenAsync(parsed, cancellationToken).ConfigureAwait(false);
                using var lease = source.Acquire();
                var head = lease.Model.Default;
                var search = await CreateSearchAsync(
                        head,
                        parsed.GetValue(dialogs)!,
                        parsed.GetValue(split),
                        progress,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                var own = head.Head.Properties.Thresholds;
                PolicyThresholds chosen;
                using (progress.Start("Searching thresholds", new("searches"), 1))
                    chosen = search.Search(parsed.GetValue(share));
                await output.WriteLineAsync(FormatTable(search, own, chosen)).ConfigureAwait(false);
                if (parsed.GetValue(version) is not { } name)
                    return ExitCode.Success;
                var exported = await options.OpenHeadAsync(parsed, cancellationToken).ConfigureAwait(false);
                var written = await HeadVersionWriter
                    .WriteAsync(
                        exported,
                        exported.Properties<HeadProperties>() with
                        {
                            Thresholds = chosen,
                        },
                        Path.Combine(options.GetFolder(parsed), "models", exported.Manifest.Name),
                        name,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                await output
                    .WriteLineAsync($"models/{written.Manifest.Name}/{name}  {Digest.Abbreviate(written.Digest)}")
                    .ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task<ThresholdSearch> CreateSearchAsync(
        LoadedHead head,
        IReadOnlyList<string> paths,
        DialogSplit split,
        IProgressSink progress,
        CancellationToken cancellationToken
    )
    {
        var answers = new List<(DialogRecord, Model.RetrievalResult)>();
        foreach (var set in DialogSet.ReadAll(paths, dialog => dialog.Split == split, progress))
        {
            DialogItems.Require(set.Dialogs, head.Catalog);
            var evaluator = new DialogEvaluator(
                head,
                DialogContextReader.ForDialogs(set.Path, head.Catalog),
                Gallery.Catalog,
                progress
            );
            answers.AddRange(
                (await evaluator.RetrieveAllAsync(set.Dialogs, cancellationToken).ConfigureAwait(false)).Select(
                    answer => (answer.Dialog, answer.Found)
                )
            );
        }
        var silent = answers.Count(answer => answer.Item1.Intent == Encoders.Intent.Silence);
        return silent > 0 && silent < answers.Count
            ? new(answers, head.Head.Properties.Thresholds)
            : throw new InvalidDataException(
                $"Of {answers.Count} dialogs of the split {split}, {silent} deserve silence; expected some that do and "
                    + "some that deserve an answer."
            );
    }

    private static string FormatTable(ThresholdSearch search, PolicyThresholds own, PolicyThresholds chosen)
    {
        var table = SilenceProbabilities
            .SelectMany(silence =>
                Confidences.Select(confidence => own with { SilenceProbability = silence, MinConfidence = confidence })
            )
            .Select(thresholds => FormatRow(thresholds, search.Count(thresholds)))
            .Prepend(
                $"{"silenceProbability", 18} {"minConfidence", 13} {"false answers", 13} {"worst kind", 10} "
                    + $"{"coverage", 8} {"precision", 9}"
            );
        var decisions = new[] { ("the head's own", own), ("chosen", chosen) }.Select(named =>
            $"{named.Item1}: {DecisionText.Format(named.Item2)}\n{DecisionText.Format(search.Count(named.Item2))}"
        );
        return string.Join("\n\n", decisions.Prepend(string.Join('\n', table)));
    }

    private static string FormatRow(PolicyThresholds thresholds, IReadOnlyList<DecisionRow> rows) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{thresholds.SilenceProbability, 18:F2} {thresholds.MinConfidence, 13:F2} "
                + $"{rows[0].FalseAnswerRate, 13:F3} {rows.Max(row => row.FalseAnswerRate), 10:F3} "
                + $"{rows[0].Coverage, 8:F3} {(rows[0].Answered == 0 ? "-" : $"{rows[0].Precision:F3}"), 9}"
        );
}
