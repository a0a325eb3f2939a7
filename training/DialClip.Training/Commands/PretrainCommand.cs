using System.CommandLine;
using DialClip.Shared.IO;
using DialClip.Training.Checkpoints;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Loop;
using DialClip.Training.Pretraining;
using DialClip.Training.Terminal;
using static TorchSharp.torch;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>pretrain</c>: trains a small CLIP on WordNet, stickers and messages.</summary>
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
            Description = "The sticker set, as the build fetches it.",
            DefaultValueFactory = _ => new DirectoryInfo("artifacts/npm/stickers"),
        };
        var messages = new Option<DirectoryInfo?>("--messages")
        {
            Description = "A folder of messages with the stickers that answer them, *.jsonl.",
        };
        var wordVectors = new Option<FileInfo?>("--word-vectors")
        {
            Description = "Initial word vectors, as './build.sh fetch training' downloads them.",
        };
        var bagRate = new Option<double>("--bag-rate")
        {
            Description = "Peak learning rate of the bag of words.",
            DefaultValueFactory = _ => defaults.Bag.PeakLearningRate,
        };
        var dialogs = new Option<string?>("--dialogs")
        {
            Description = "Dialogs to evaluate each stage on (never their test split).",
        };
        var seed = new Option<int>("--seed") { Description = "Random seed.", DefaultValueFactory = _ => defaults.Seed };
        var bagSteps = CreateStepsOption("--bag-steps", "the bag of words", defaults.Bag.Steps);
        var textSteps = CreateStepsOption("--text-steps", "the text tower", defaults.Text.Steps);
        var pictureSteps = CreateStepsOption("--picture-steps", "the vision tower", defaults.Pictures.Steps);
        var threads = new Option<int?>("--threads")
        {
            Description = "Threads per operator; results depend on it in the last bits.",
        };
        var command = new Command(
            "pretrain",
            "Trains a small CLIP: a bag of words, the text tower from it, the vision tower against captions. The same "
                + "command resumes interrupted runs.\n"
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
            (parsed, cancellationToken) =>
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
                            parsed.GetValue(wordVectors)?.FullName,
                            progress
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
                            ? new ZeroShot(DialogFile.Read(path, progress), sources.Stickers, sources.Tokenizer)
                            : null;
                        var weights = trainer.Run(
                            zeroShot is null
                                ? null
                                : (stage, encode) =>
                                {
                                    var measurement = zeroShot.Measure(encode, trainer.TokenizeCaptions());
                                    progress.WriteLine($"{stage}, zero-shot: {measurement.Format()}");
                                },
                            cancellationToken
                        );
                        var clip = folder.GetPath("clip");
                        ClipCheckpoint.Save(clip, weights);
                        ClipVocabulary.Copy(vocabulary, clip);
                        output.WriteLine($"{clip}  weights {Digest.Abbreviate(weights.ComputeDigest())}");
                        return ExitCode.Success;
                    },
                    cancellationToken
                )
        );
        command.Subcommands.Add(PretrainPhotosCommand.Create(output, progress));
        command.Subcommands.Add(PretrainPicturesCommand.Create(output, progress));
        return command;
    }

    private static Option<int> CreateStepsOption(string name, string model, int defaultValue) =>
        new Option<int>(name)
        {
            Description = $"Number of optimizer steps of {model}.",
            DefaultValueFactory = _ => defaultValue,
        }.AtLeastOne();
}
