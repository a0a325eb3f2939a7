using System.Text.Json;
using DialClip.Shared.IO;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Data.Photos;
using DialClip.Training.Heads;
using DialClip.Training.Loop;
using DialClip.Training.Terminal;

namespace DialClip.Training.Classification;

/// <summary>Compares methods of prompt tuning: base-to-new within a set, and from one set to others.</summary>
/// <remarks>Protocol: CoCoOp (arXiv 2203.05557), sections 4.1 and 4.2: few shots of the base classes, judged among the base and among the new classes; or few shots of all classes of one set, judged on the others.</remarks>
internal sealed class PromptBenchmark(
    FrozenClip clip,
    string folder,
    ClassifyOptions options,
    IReadOnlyList<string>? templates,
    IProgressSink progress,
    TimeProvider time
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Runs base-to-new on one set, for every method and seed, the zero-shot row first.</summary>
    public IReadOnlyList<PromptResult> BaseToNew(
        string path,
        IReadOnlyList<PromptMethod> methods,
        int seeds,
        CancellationToken cancel
    )
    {
        using var files = PhotoFiles.Open(path);
        var set = PhotoSetReader.Read(files, path);
        var wanted = TemplatesOf(set);
        Require(set, path, set.BaseClasses);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var features = PhotoFeatures.Of(set.Photos, files, clip, progress, cancel);
        var results = new List<PromptResult> { Judge(PromptResult.ZeroShot, 0, null, null) };
        using var runs = progress.Start(set.Name, ProgressUnit.WithoutRate("runs"), methods.Count * seeds);
        foreach (var method in methods)
            for (var seed = 0; seed < seeds; seed++)
                results.Add(
                    Kept(
                        runs,
                        $"{set.Name}-{method}-{seed}",
                        method,
                        seed,
                        set,
                        set.BaseClasses,
                        features,
                        wanted,
                        prompts => Judge(method.ToString(), seed, prompts, method),
                        cancel
                    )
                );
        return results;

        PromptResult Judge(string name, int seed, SoftPrompts? prompts, PromptMethod? method)
        {
            var split = set.BaseClasses;
            using var based = ClassTextFeatures.Of(clip, [.. set.Classes.Take(split)], wanted, prompts, method);
            using var fresh = ClassTextFeatures.Of(clip, [.. set.Classes.Skip(split)], wanted, prompts, method);
            return new(
                set.Name,
                set.Name,
                name,
                seed,
                PhotoClassifier.Correct(
                    features,
                    features.Rows(photo => photo.Split == DialogSplit.Test && photo.Class < split),
                    based,
                    0
                ),
                PhotoClassifier.Correct(
                    features,
                    features.Rows(photo => photo.Split == DialogSplit.Test && photo.Class >= split),
                    fresh,
                    split
                )
            );
        }
    }

    /// <summary>Tunes on all classes of one set and judges all classes of another.</summary>
    public IReadOnlyList<PromptResult> Across(
        string source,
        string target,
        IReadOnlyList<PromptMethod> methods,
        int seeds,
        CancellationToken cancel
    )
    {
        using var sourceFiles = PhotoFiles.Open(source);
        using var targetFiles = PhotoFiles.Open(target);
        var (from, to) = (PhotoSetReader.Read(sourceFiles, source), PhotoSetReader.Read(targetFiles, target));
        Require(to, target, 0);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var shown = PhotoFeatures.Of(from.Photos, sourceFiles, clip, progress, cancel);
        var judged = PhotoFeatures.Of([.. to.Of(DialogSplit.Test)], targetFiles, clip, progress, cancel);
        var results = new List<PromptResult> { Judge(PromptResult.ZeroShot, 0, null, null) };
        using var runs = progress.Start(
            $"{from.Name} to {to.Name}",
            ProgressUnit.WithoutRate("runs"),
            methods.Count * seeds
        );
        foreach (var method in methods)
            for (var seed = 0; seed < seeds; seed++)
                results.Add(
                    Kept(
                        runs,
                        $"{from.Name}-to-{to.Name}-{method}-{seed}",
                        method,
                        seed,
                        from,
                        from.Classes.Count,
                        shown,
                        TemplatesOf(from),
                        prompts => Judge(method.ToString(), seed, prompts, method),
                        cancel
                    )
                );
        return results;

        PromptResult Judge(string name, int seed, SoftPrompts? prompts, PromptMethod? method)
        {
            using var classes = ClassTextFeatures.Of(clip, to.Classes, TemplatesOf(to), prompts, method);
            return new(
                to.Name,
                from.Name,
                name,
                seed,
                PhotoClassifier.Correct(judged, judged.Rows(_ => true), classes, 0),
                []
            );
        }
    }

    // A finished run is read back, so that an interrupted table goes on.
    private PromptResult Kept(
        ProgressStage runs,
        string name,
        PromptMethod method,
        int seed,
        PhotoSet set,
        int classes,
        PhotoFeatures features,
        IReadOnlyList<string> wanted,
        Func<SoftPrompts, PromptResult> judge,
        CancellationToken cancel
    )
    {
        var own = options with { Method = method, Seed = seed };
        var run = RunFolder.Open(
            Path.Combine(folder, name),
            new
            {
                options = own,
                templates = wanted,
                backbone = clip.Weights.ComputeDigest(),
                photos = set.Digest(),
            }
        );
        var file = run.FileOf("result.json");
        if (File.Exists(file))
        {
            runs.Resume(runs.Done + 1);
            return JsonSerializer.Deserialize<PromptResult>(File.ReadAllBytes(file), Json)!;
        }
        runs.Describe($"{method}, seed {seed}");
        using var prompts = new PromptTrainer(own, clip, run, progress, time).Run(
            set,
            features,
            classes,
            wanted,
            cancel
        );
        var result = judge(prompts);
        AtomicFile.WriteAllText(file, JsonSerializer.Serialize(result, Json));
        runs.Advance();
        return result;
    }

    // Before hours of training, not after.
    private static void Require(PhotoSet set, string path, int split)
    {
        var tested = set.Of(DialogSplit.Test).Select(photo => photo.Class).ToHashSet();
        var (based, fresh) = (tested.Count(number => number < split), tested.Count(number => number >= split));
        if (
            split > 0
                ? Math.Min(Math.Min(based, fresh), Math.Min(split, set.Classes.Count - split)) < 2
                : tested.Count < 2
        )
            throw new InvalidDataException(
                $"'{path}' has test photos of {based} base and {fresh} new classes, of {split} and {set.Classes.Count - split}; expected at least two of each, or every method would be right by default."
            );
    }

    private IReadOnlyList<string> TemplatesOf(PhotoSet set) => templates ?? ClassTemplates.For(set.Name);
}
