using System.Text.Json;
using DialClip.Shared.IO;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Data.Photos;
using DialClip.Training.Heads;
using DialClip.Training.Loop;
using DialClip.Training.Terminal;

namespace DialClip.Training.Classification;

/// <summary>
/// A comparison of prompt tuning methods: from base to new classes of a set, and from one set to others.
/// </summary>
/// <remarks>
/// The protocol of CoCoOp (arXiv 2203.05557), sections 4.1 and 4.2: few shots of the base classes, tested on the base
/// and on the new classes; or few shots of all classes of one set, tested on the others.
/// </remarks>
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

    /// <summary>Runs base-to-new on a set for every method and seed; the zero-shot row is first.</summary>
    public IReadOnlyList<PromptResult> RunBaseToNew(
        string path,
        IReadOnlyList<PromptMethod> methods,
        int seeds,
        CancellationToken cancellationToken
    )
    {
        using var files = PhotoFiles.Open(path);
        var set = PhotoSetReader.Read(files, path);
        var sentences = GetTemplates(set);
        RequireTestPhotos(set, path, set.BaseClasses);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var features = PhotoFeatures.Encode(set.Photos, files, clip, progress, cancellationToken);
        var results = new List<PromptResult> { Evaluate(PromptResult.ZeroShot, 0, null, null) };
        using var runs = progress.Start(set.Name, ProgressUnit.WithoutRate("runs"), methods.Count * seeds);
        foreach (var method in methods)
            for (var seed = 0; seed < seeds; seed++)
                results.Add(
                    RunOrLoad(
                        runs,
                        $"{set.Name}-{method}-{seed}",
                        method,
                        seed,
                        set,
                        set.BaseClasses,
                        features,
                        sentences,
                        prompts => Evaluate(method.ToString(), seed, prompts, method),
                        cancellationToken
                    )
                );
        return results;

        PromptResult Evaluate(string name, int seed, SoftPrompts? prompts, PromptMethod? method)
        {
            var split = set.BaseClasses;
            using var baseFeatures = ClassTextFeatures.Encode(
                clip,
                [.. set.Classes.Take(split)],
                sentences,
                prompts,
                method
            );
            using var newFeatures = ClassTextFeatures.Encode(
                clip,
                [.. set.Classes.Skip(split)],
                sentences,
                prompts,
                method
            );
            return new(
                set.Name,
                set.Name,
                name,
                seed,
                PhotoClassifier.Correct(
                    features,
                    features.GetRows(photo => photo.Split == DialogSplit.Test && photo.Class < split),
                    baseFeatures,
                    0
                ),
                PhotoClassifier.Correct(
                    features,
                    features.GetRows(photo => photo.Split == DialogSplit.Test && photo.Class >= split),
                    newFeatures,
                    split
                )
            );
        }
    }

    /// <summary>Tunes on all classes of one set and tests on all classes of another.</summary>
    public IReadOnlyList<PromptResult> RunAcross(
        string source,
        string target,
        IReadOnlyList<PromptMethod> methods,
        int seeds,
        CancellationToken cancellationToken
    )
    {
        using var sourceFiles = PhotoFiles.Open(source);
        using var targetFiles = PhotoFiles.Open(target);
        var (sourceSet, targetSet) = (
            PhotoSetReader.Read(sourceFiles, source),
            PhotoSetReader.Read(targetFiles, target)
        );
        RequireTestPhotos(targetSet, target, 0);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var sourceFeatures = PhotoFeatures.Encode(sourceSet.Photos, sourceFiles, clip, progress, cancellationToken);
        var targetFeatures = PhotoFeatures.Encode(
            [.. targetSet.GetPhotos(DialogSplit.Test)],
            targetFiles,
            clip,
            progress,
            cancellationToken
        );
        var results = new List<PromptResult> { Evaluate(PromptResult.ZeroShot, 0, null, null) };
        using var runs = progress.Start(
            $"{sourceSet.Name} to {targetSet.Name}",
            ProgressUnit.WithoutRate("runs"),
            methods.Count * seeds
        );
        foreach (var method in methods)
            for (var seed = 0; seed < seeds; seed++)
                results.Add(
                    RunOrLoad(
                        runs,
                        $"{sourceSet.Name}-to-{targetSet.Name}-{method}-{seed}",
                        method,
                        seed,
                        sourceSet,
                        sourceSet.Classes.Count,
                        sourceFeatures,
                        GetTemplates(sourceSet),
                        prompts => Evaluate(method.ToString(), seed, prompts, method),
                        cancellationToken
                    )
                );
        return results;

        PromptResult Evaluate(string name, int seed, SoftPrompts? prompts, PromptMethod? method)
        {
            using var classes = ClassTextFeatures.Encode(
                clip,
                targetSet.Classes,
                GetTemplates(targetSet),
                prompts,
                method
            );
            return new(
                targetSet.Name,
                sourceSet.Name,
                name,
                seed,
                PhotoClassifier.Correct(targetFeatures, targetFeatures.GetRows(_ => true), classes, 0),
                []
            );
        }
    }

    // Finished runs are loaded, so that an interrupted benchmark resumes.
    private PromptResult RunOrLoad(
        ProgressStage runs,
        string name,
        PromptMethod method,
        int seed,
        PhotoSet set,
        int classes,
        PhotoFeatures features,
        IReadOnlyList<string> sentences,
        Func<SoftPrompts, PromptResult> evaluate,
        CancellationToken cancellationToken
    )
    {
        var runOptions = options with { Method = method, Seed = seed };
        var run = RunFolder.Open(
            Path.Combine(folder, name),
            new
            {
                options = runOptions,
                templates = sentences,
                backbone = clip.Weights.ComputeDigest(),
                photos = set.Digest(),
            }
        );
        var file = run.GetPath("result.json");
        if (File.Exists(file))
        {
            runs.Resume(runs.Done + 1);
            return JsonSerializer.Deserialize<PromptResult>(File.ReadAllBytes(file), Json)!;
        }
        runs.Describe($"{method}, seed {seed}");
        using var prompts = new PromptTrainer(runOptions, clip, run, progress, time).Run(
            set,
            features,
            classes,
            sentences,
            cancellationToken
        );
        var result = evaluate(prompts);
        AtomicFile.WriteAllText(file, JsonSerializer.Serialize(result, Json));
        runs.Advance();
        return result;
    }

    // Checked before hours of training.
    private static void RequireTestPhotos(PhotoSet set, string path, int split)
    {
        var tested = set.GetPhotos(DialogSplit.Test).Select(photo => photo.Class).ToHashSet();
        var testedBase = tested.Count(label => label < split);
        var testedNew = tested.Count - testedBase;
        if (split > 0 ? Math.Min(testedBase, testedNew) < 2 : tested.Count < 2)
            throw new InvalidDataException(
                $"'{path}' has test photos of {testedBase} base and {testedNew} new classes, of {split} and "
                    + $"{set.Classes.Count - split}; expected at least two of each to choose from."
            );
    }

    private IReadOnlyList<string> GetTemplates(PhotoSet set) => templates ?? ClassTemplates.GetTemplates(set.Name);
}
