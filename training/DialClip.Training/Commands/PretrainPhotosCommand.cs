using System.CommandLine;
using DialClip.Shared.IO;
using DialClip.Training.Checkpoints;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Loop;
using DialClip.Training.Pretraining;
using DialClip.Training.Terminal;
using static TorchSharp.torch;

namespace DialClip.Training.Commands;

/// <summary>
/// The verb <c>pretrain photos</c>: trains a vision tower on photos, where there are no real weights.
/// </summary>
internal static class PretrainPhotosCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var defaults = PhotoPretrainOptions.Default;
        var photos = new Argument<string[]>("PHOTOS")
        {
            Description =
                "Sets of labeled photos: zip archives or folders. Only the train split of base classes (the first "
                + "half) is read.",
            Arity = ArgumentArity.OneOrMore,
        };
        var from = new Option<DirectoryInfo>("--checkpoint")
        {
            Description = "The CLIP with the frozen text tower.",
            Required = true,
        };
        var into = new Option<DirectoryInfo>("--out")
        {
            Description = "The folder of the run; the model is written to its folder 'clip'.",
            Required = true,
        };
        var stickers = new Option<DirectoryInfo>("--stickers")
        {
            Description = "The sticker set, as the build fetches it.",
            DefaultValueFactory = _ => new DirectoryInfo("artifacts/npm/stickers"),
        };
        var seed = new Option<int>("--seed") { Description = "Random seed.", DefaultValueFactory = _ => defaults.Seed };
        var steps = new Option<int>("--steps")
        {
            Description = "Number of optimizer steps.",
            DefaultValueFactory = _ => defaults.Loop.Steps,
        };
        var threads = new Option<int?>("--threads")
        {
            Description = "Threads per operator; results depend on it in the last bits.",
        };
        steps.AtLeastOne();
        var command = new Command(
            "photos",
            "Trains a vision tower on photos of base classes and on stickers, over the frozen text tower of a CLIP. "
                + "Results with it show the order of methods, not what CLIP can do.\n"
                + "Example: dialclip pretrain photos grocery.zip caltech101.zip "
                + "--checkpoint artifacts/run/default/pretrain/clip --out artifacts/run/photos"
        )
        {
            photos,
            from,
            into,
            stickers,
            seed,
            steps,
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
                            Loop = defaults.Loop with { Steps = parsed.GetValue(steps) },
                        };
                        var checkpoint = parsed.GetValue(from)!.FullName;
                        var read = ClipCheckpoint.Load(checkpoint);
                        var tokenizer = ClipVocabulary.Load(checkpoint, read);
                        var weights = ClipVocabulary.CutEmbeddings(read, tokenizer);
                        var folder = RunFolder.Open(
                            parsed.GetValue(into)!.FullName,
                            new
                            {
                                options,
                                text = weights.ComputeDigest(),
                                photos = parsed.GetValue(photos)!.Select(path => Path.GetFileName(path.TrimEnd('/'))),
                            }
                        );
                        var set = parsed.GetValue(stickers)!.FullName;
                        var trained = new PhotoPretrainer(options, weights, folder, progress, TimeProvider.System).Run(
                            text =>
                                CaptionedPictures.Read(
                                    text,
                                    tokenizer,
                                    StickerSet.Read(set),
                                    set,
                                    parsed.GetValue(photos)!,
                                    progress,
                                    cancellationToken
                                ),
                            cancellationToken
                        );
                        var clip = folder.GetPath("clip");
                        ClipCheckpoint.Save(clip, trained);
                        ClipVocabulary.Copy(checkpoint, clip);
                        output.WriteLine($"{clip}  weights {Digest.Abbreviate(trained.ComputeDigest())}");
                        return ExitCode.Success;
                    },
                    cancellationToken
                )
        );
        return command;
    }
}
