using System.CommandLine;
using DialClip.Shared.IO;
using DialClip.Training.Checkpoints;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Loop;
using DialClip.Training.Pretraining;
using DialClip.Training.Terminal;
using static TorchSharp.torch;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>pretrain</c>: makes a small CLIP from WordNet, stickers and messages.</summary>
internal static class PretrainCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var defaults = PretrainOptions.Default;
        var into = new Option<DirectoryInfo>("--out")
        {
            Description = "The folder of the run; the model is written to its folder 'clip', in open_clip's layout.",
            Required = true,
        };
        var tokenizer = new Option<DirectoryInfo>("--tokenizer")
        {
            Description = "A folder with vocab.json and merges.txt, as 'dialclip tokenizer' writes it.",
            Required = true,
        };
        var wordNet = new Option<DirectoryInfo>("--wordnet")
        {
            Description = "WordNet 3.0's database files.",
            DefaultValueFactory = _ => new DirectoryInfo("/usr/share/wordnet"),
        };
        var stickers = new Option<DirectoryInfo>("--stickers")
        {
            Description = "The fetched sticker set.",
            DefaultValueFactory = _ => new DirectoryInfo("artifacts/npm/stickers"),
        };
        var messages = new Option<DirectoryInfo?>("--messages")
        {
            Description = "A folder of messages that stickers answer, *.jsonl.",
        };
        var wordVectors = new Option<FileInfo?>("--word-vectors")
        {
            Description = "Vectors of words to begin with, as './build.sh fetch training' brings them.",
        };
        var bagRate = new Option<double>("--bag-rate")
        {
            Description = "The highest learning rate of the bag of words.",
            DefaultValueFactory = _ => defaults.Bag.PeakLearningRate,
        };
        var dialogs = new Option<string?>("--dialogs")
        {
            Description = "Dialogs to measure each stage on (never their test split).",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The seed of everything random.",
            DefaultValueFactory = _ => defaults.Seed,
        };
        var bagSteps = Steps("--bag-steps", "the bag of words", defaults.Bag.Steps);
        var textSteps = Steps("--text-steps", "the text tower", defaults.Text.Steps);
        var pictureSteps = Steps("--picture-steps", "the vision tower", defaults.Pictures.Steps);
        var threads = new Option<int?>("--threads")
        {
            Description = "Threads that one operator may use; the result depends on it in the last bits.",
        };
        var command = new Command(
            "pretrain",
            "Trains a small CLIP: a bag of words, the text tower from it, the vision tower against captions. Interrupted runs go on with the same command.\n"
                + "Example: dialclip pretrain --tokenizer artifacts/run/tokenizer --out artifacts/run/pretrain"
        )
        {
            into,
            tokenizer,
            wordNet,
            stickers,
            messages,
            wordVectors,
            dialogs,
            seed,
            bagRate,
            bagSteps,
            textSteps,
            pictureSteps,
            threads,
        };
        command.SetAction(
            (parsed, cancel) =>
                Task.Run(
                    () =>
                    {
                        if (parsed.GetValue(threads) is { } count)
                            set_num_threads(count);
                        var options = defaults with
                        {
                            Seed = parsed.GetValue(seed),
                            Bag = defaults.Bag with
                            {
                                Steps = parsed.GetValue(bagSteps),
                                PeakLearningRate = parsed.GetValue(bagRate),
                            },
                            Text = defaults.Text with { Steps = parsed.GetValue(textSteps) },
                            Pictures = defaults.Pictures with { Steps = parsed.GetValue(pictureSteps) },
                        };
                        var vocabulary = parsed.GetValue(tokenizer)!.FullName;
                        var sources = PretrainSources.Read(
                            vocabulary,
                            options.ContextLength,
                            parsed.GetValue(wordNet)!.FullName,
                            parsed.GetValue(stickers)!.FullName,
                            parsed.GetValue(messages)?.FullName,
                            parsed.GetValue(wordVectors)?.FullName
                        );
                        if (sources.Messages.Count == 0)
                            options = options with { Mix = options.Mix.WithoutMessages() };
                        var folder = RunFolder.Open(parsed.GetValue(into)!.FullName, options);
                        progress.WriteLine(
                            $"{sources.Synsets.Count} synsets, {sources.Stickers.Count} stickers, "
                                + $"{sources.Messages.Sum(entry => entry.Messages.Count)} messages, "
                                + $"{sources.Tokenizer.VocabularySize} tokens."
                        );
                        var trainer = new Pretrainer(options, sources, folder, progress, TimeProvider.System);
                        var zeroShot = parsed.GetValue(dialogs) is { } path
                            ? new ZeroShot(DialogFile.Read(path), sources.Stickers, sources.Tokenizer)
                            : null;
                        var weights = trainer.Run(
                            zeroShot is null
                                ? null
                                : (stage, encode) =>
                                {
                                    var found = zeroShot.Measure(encode, trainer.TokenizeCaptions());
                                    progress.WriteLine($"{stage}, zero-shot: {found.Format()}");
                                },
                            cancel
                        );
                        var clip = folder.GetPath("clip");
                        ClipCheckpoint.Save(clip, weights);
                        ClipVocabulary.Copy(vocabulary, clip);
                        output.WriteLine($"{clip}  weights {Digest.Abbreviate(weights.Digest())}");
                        return ExitCode.Success;
                    },
                    cancel
                )
        );
        command.Subcommands.Add(PretrainPhotosCommand.Create(output, progress));
        return command;
    }

    private static Option<int> Steps(string name, string what, int otherwise) =>
        new Option<int>(name) { Description = $"Steps for {what}.", DefaultValueFactory = _ => otherwise }.AtLeastOne();
}
