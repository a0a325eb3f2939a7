using System.CommandLine;
using DialClip.Encoders.Text;
using DialClip.Shared.IO;
using DialClip.Training.Checkpoints;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Loop;
using DialClip.Training.Pretraining;
using DialClip.Training.Terminal;
using static TorchSharp.torch;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>pretrain photos</c>: a vision tower for photos, where no real weights are at hand.</summary>
internal static class PretrainPhotosCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var defaults = PhotoPretrainOptions.Default;
        var photos = new Argument<string[]>("PHOTOS")
        {
            Description =
                "Sets of labelled photos: zip archives or folders. Only the train split of their base classes (the first half) is read.",
            Arity = ArgumentArity.OneOrMore,
        };
        var from = new Option<DirectoryInfo>("--checkpoint")
        {
            Description = "The CLIP whose text tower stays as it is.",
            Required = true,
        };
        var into = new Option<DirectoryInfo>("--out")
        {
            Description = "The folder of the run; the model is written to its folder 'clip'.",
            Required = true,
        };
        var stickers = new Option<DirectoryInfo>("--stickers")
        {
            Description = "The fetched sticker set.",
            DefaultValueFactory = _ => new DirectoryInfo("artifacts/npm/stickers"),
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The seed of everything random.",
            DefaultValueFactory = _ => defaults.Seed,
        };
        var steps = new Option<int>("--steps")
        {
            Description = "Optimiser steps.",
            DefaultValueFactory = _ => defaults.Loop.Steps,
        };
        var threads = new Option<int?>("--threads")
        {
            Description = "Threads that one operator may use; the result depends on it in the last bits.",
        };
        steps.AtLeastOne();
        var command = new Command(
            "photos",
            "Trains a vision tower on photos of base classes and on stickers, over the text tower of a CLIP that stays as it is. What tables on it show is the order of methods, not what CLIP can do.\n"
                + "Example: dialclip pretrain photos grocery.zip caltech101.zip --checkpoint artifacts/run/default/pretrain/clip --out artifacts/run/photos"
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
            (parsed, cancel) =>
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
                        var weights = ClipCheckpoint.Load(checkpoint);
                        var tokenizer = ClipTokenizer.Load(checkpoint, weights.Config.Text.ContextLength);
                        var folder = RunFolder.Open(
                            parsed.GetValue(into)!.FullName,
                            new
                            {
                                options,
                                text = weights.Digest(),
                                photos = parsed.GetValue(photos)!.Select(path => Path.GetFileName(path.TrimEnd('/'))),
                            }
                        );
                        var set = parsed.GetValue(stickers)!.FullName;
                        var made = new PhotoPretrainer(options, weights, folder, progress, TimeProvider.System).Run(
                            text =>
                                CaptionedPictures.Read(
                                    text,
                                    tokenizer,
                                    StickerSet.Read(set),
                                    set,
                                    parsed.GetValue(photos)!,
                                    progress,
                                    cancel
                                ),
                            cancel
                        );
                        var clip = folder.GetPath("clip");
                        ClipCheckpoint.Save(clip, made);
                        ClipVocabulary.Copy(checkpoint, clip);
                        output.WriteLine($"{clip}  weights {Digest.Abbreviate(made.Digest())}");
                        return ExitCode.Success;
                    },
                    cancel
                )
        );
        return command;
    }
}
