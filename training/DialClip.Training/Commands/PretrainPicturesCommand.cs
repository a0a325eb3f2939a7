using System.CommandLine;
using DialClip.Shared.IO;
using DialClip.Training.Loop;
using DialClip.Training.Pretraining.Pictures;
using DialClip.Training.Terminal;
using static TorchSharp.torch;

namespace DialClip.Training.Commands;

/// <summary>
/// The verb <c>pretrain pictures</c>: trains the picture tower of the backbone <c>general</c> on drawings and photos.
/// </summary>
internal static class PretrainPicturesCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var defaults = PicturePretrainOptions.Default;
        var photos = new Argument<string[]>("PHOTOS")
        {
            Description =
                "Sets of labeled photos: zip archives or folders, whose classes --photo-data names. A set that is not "
                + "there is skipped.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var into = new Option<DirectoryInfo>("--out")
        {
            Description = "The folder of the run; the weights are written to its picture-tower.safetensors.",
            Required = true,
        };
        var packages = new Option<DirectoryInfo>("--packages")
        {
            Description = "The files of the packages with the frozen weights, as the build copies them.",
            DefaultValueFactory = _ => new DirectoryInfo("artifacts/packages"),
        };
        var assets = new Option<DirectoryInfo>("--assets")
        {
            Description = "The npm assets, as './build.sh fetch training' downloads them.",
            DefaultValueFactory = _ => new DirectoryInfo("artifacts/npm"),
        };
        var photoData = new Option<DirectoryInfo>("--photo-data")
        {
            Description = "The folder of classes.jsonl and held-back.csv, which name classes and held-back photos.",
            DefaultValueFactory = _ => new DirectoryInfo("training/data/photos"),
        };
        var grids = new Option<FileInfo>("--grids")
        {
            Description = "The cache of what the frozen layers make of each picture, shared by all runs.",
            DefaultValueFactory = _ => new FileInfo("artifacts/features/pictures.grids"),
        };
        var seed = new Option<int>("--seed") { Description = "Random seed.", DefaultValueFactory = _ => defaults.Seed };
        var epochs = new Option<int>("--epochs")
        {
            Description = "How often every picture is seen.",
            DefaultValueFactory = _ => defaults.Epochs,
        }.AtLeastOne();
        var perClass = new Option<int>("--photos-per-class")
        {
            Description = "The most photos of a class.",
            DefaultValueFactory = _ => defaults.PhotosPerClass,
        }.AtLeastOne();
        var threads = new Option<int>("--threads")
        {
            Description = "Threads per operator; results depend on it in the last bits.",
            DefaultValueFactory = _ => 2,
        }.AtLeastOne();
        var command = new Command(
            "pictures",
            "Trains the picture tower of the general backbone on stickers in several styles and on photos, against the "
                + "frozen text tower's features of their captions. The same command resumes interrupted runs.\n"
                + "Example: dialclip pretrain pictures ../shared/data/grocery.zip ../shared/data/caltech101.zip "
                + "--out artifacts/run/pictures"
        )
        {
            photos,
            into,
            packages,
            assets,
            photoData,
            grids,
            seed,
            epochs,
            perClass,
            threads,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                Task.Run(
                    () =>
                    {
                        var threadCount = parsed.GetValue(threads);
                        set_num_threads(threadCount);
                        var options = defaults with
                        {
                            Seed = parsed.GetValue(seed),
                            Epochs = parsed.GetValue(epochs),
                            PhotosPerClass = parsed.GetValue(perClass),
                        };
                        var sets = parsed.GetValue(photos) ?? [];
                        var folder = RunFolder.Open(
                            parsed.GetValue(into)!.FullName,
                            new { options, photos = sets.Select(path => Path.GetFileName(path.TrimEnd('/'))) }
                        );
                        var sources = new PictureTowerSources(
                            parsed.GetValue(packages)!.FullName,
                            parsed.GetValue(assets)!.FullName,
                            sets,
                            parsed.GetValue(photoData)!.FullName,
                            parsed.GetValue(grids)!.FullName,
                            threadCount
                        );
                        var (weights, figures) = new PictureTowerRun(
                            options,
                            sources,
                            folder,
                            progress,
                            TimeProvider.System
                        ).Run(cancellationToken);
                        output.WriteLine("hit@1/5/10 on what was held back:");
                        foreach (var line in figures)
                            output.WriteLine(line);
                        output.WriteLine($"{weights}  {Digest.Compute(File.ReadAllBytes(weights))}");
                        return ExitCode.Success;
                    },
                    cancellationToken
                )
        );
        return command;
    }
}
