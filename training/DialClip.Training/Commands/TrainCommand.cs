using System.CommandLine;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Heads;
using DialClip.Training.Heads.Ablations;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>train</c>: trains a DialCLIP head over a frozen CLIP.</summary>
internal static class TrainCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var into = new Option<DirectoryInfo>("--out")
        {
            Description = "The folder of the run; the head goes to its folder 'head'.",
            Required = true,
        };
        var without = new Option<HeadPart[]>("--without")
        {
            Description = "Parts to omit, for an ablation.",
            AllowMultipleArgumentsPerToken = true,
        };
        var tune = new TuneCommandOptions();
        var command = new Command(
            "train",
            "Trains a DialCLIP head (context prompts, domain prompts, experts, intent) over a frozen CLIP. The same "
                + "command resumes interrupted runs.\n"
                + "Example: dialclip train --checkpoint artifacts/run/pretrain/clip "
                + "--dialogs training/data/sticker-dialogs --out artifacts/run/head"
        )
        {
            into,
            without,
        };
        tune.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var full = tune.GetTuneOptions(parsed);
                var options = full with { Head = full.Head.Without(parsed.GetValue(without) ?? []) };
                using var clip = tune.LoadClip(parsed);
                // The run never reads the test split.
                var data = await tune.ReadAsync(
                        parsed,
                        clip,
                        progress,
                        dialog => dialog.Split != DialogSplit.Test,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                var path = parsed.GetValue(into)!.FullName;
                HeadRun.Train(options, data, path, progress, TimeProvider.System, cancellationToken);
                await output
                    .WriteLineAsync(
                        await File.ReadAllTextAsync(
                                Path.Combine(path, HeadRun.HeadFolder, "metrics.json"),
                                cancellationToken
                            )
                            .ConfigureAwait(false)
                    )
                    .ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return command;
    }
}
