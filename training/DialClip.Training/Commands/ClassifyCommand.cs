using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DialClip.Training.Classification;
using DialClip.Training.Evaluation.Statistics;
using DialClip.Training.Heads;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>classify</c>: compares methods of prompt tuning on labelled photos.</summary>
internal static class ClassifyCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var defaults = ClassifyOptions.Default;
        var sets = new Argument<string[]>("PHOTOS")
        {
            Description =
                "Sets of labelled photos: zip archives or folders, with an index.csv, as SPLIT/CLASS/FILE or as CLASS/FILE.",
            Arity = ArgumentArity.OneOrMore,
        };
        var checkpoint = new Option<DirectoryInfo>("--checkpoint")
        {
            Description = "The frozen CLIP.",
            Required = true,
        };
        var into = new Option<DirectoryInfo>("--out")
        {
            Description = "The folder of the runs; finished ones are not made again.",
            Required = true,
        };
        var methods = new Option<PromptMethod[]>("--methods")
        {
            Description = "What to compare beside the templates alone.",
            DefaultValueFactory = _ => Enum.GetValues<PromptMethod>(),
            AllowMultipleArgumentsPerToken = true,
        };
        var seeds = new Option<int>("--seeds")
        {
            Description = "How many seeds, from 0 on.",
            DefaultValueFactory = _ => 3,
        };
        var shots = new Option<int>("--shots")
        {
            Description = "Photos of each class to tune on.",
            DefaultValueFactory = _ => defaults.Shots,
        };
        var steps = new Option<int>("--steps")
        {
            Description = "Optimiser steps.",
            DefaultValueFactory = _ => defaults.Loop.Steps,
        };
        var rate = new Option<double>("--rate")
        {
            Description = "The highest learning rate.",
            DefaultValueFactory = _ => defaults.Loop.PeakLearningRate,
        };
        var length = new Option<int>("--context-length")
        {
            Description = "Soft vectors before a class's name, 1 to 16.",
            DefaultValueFactory = _ => defaults.ContextLength,
        };
        var template = new Option<string[]>("--template")
        {
            Description = "A hand-crafted sentence with {} for the class's name; may be given more than once.",
        };
        var across = new Option<bool>("--across")
        {
            Description =
                "Tune on all classes of the first set and judge the others, instead of base-to-new within each.",
        };
        var cache = new Option<DirectoryInfo>("--features")
        {
            Description = "Where features of photos are kept.",
            DefaultValueFactory = _ => new DirectoryInfo("artifacts/features"),
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command(
            "classify",
            "Tunes soft prompts on a few photos of each class and judges base and new classes: CoOp, KgCoOp and E2MIM beside the templates alone, mean and deviation over seeds, 95 % intervals over photos.\n"
                + "Example: dialclip classify grocery.zip --checkpoint artifacts/run/photos/clip --out artifacts/run/classify"
        )
        {
            sets,
            checkpoint,
            into,
            methods,
            seeds,
            shots,
            steps,
            rate,
            length,
            template,
            across,
            cache,
            json,
        };
        seeds.AtLeastOne();
        shots.AtLeastOne();
        steps.AtLeastOne();
        length.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var asked and (< 1 or > 16))
                result.AddError($"--context-length is {asked}, expected 1 to 16.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(across) && result.GetValue(sets)!.Length < 2)
                result.AddError("--across needs two sets or more: the first to tune on, the others to judge.");
        });
        sets.Validators.Add(result =>
        {
            var twice = result
                .GetValueOrDefault<string[]>()!
                .GroupBy(path => Path.GetFileNameWithoutExtension(path.TrimEnd('/')), StringComparer.Ordinal)
                .FirstOrDefault(group => group.Count() > 1);
            if (twice is not null)
                result.AddError(
                    $"'{string.Join("' and '", twice)}' are both called '{twice.Key}'; their results could not be told apart. Rename one."
                );
        });
        command.SetAction(
            (parsed, cancel) =>
                Task.Run(
                    () =>
                    {
                        using var clip = FrozenClip.Load(
                            parsed.GetValue(checkpoint)!.FullName,
                            cacheFolder: parsed.GetValue(cache)!.FullName
                        );
                        var options = defaults with
                        {
                            Shots = parsed.GetValue(shots),
                            ContextLength = parsed.GetValue(length),
                            Loop = defaults.Loop with
                            {
                                Steps = parsed.GetValue(steps),
                                PeakLearningRate = parsed.GetValue(rate),
                            },
                        };
                        var benchmark = new PromptBenchmark(
                            clip,
                            parsed.GetValue(into)!.FullName,
                            options,
                            parsed.GetValue(template) is { Length: > 0 } given ? given : null,
                            progress,
                            TimeProvider.System
                        );
                        var (paths, chosen, count) = (
                            parsed.GetValue(sets)!,
                            parsed.GetValue(methods)!,
                            parsed.GetValue(seeds)
                        );
                        var results = parsed.GetValue(across)
                            ? paths
                                .Skip(1)
                                .SelectMany(target => benchmark.RunAcross(paths[0], target, chosen, count, cancel))
                                .ToList()
                            : paths.SelectMany(path => benchmark.RunBaseToNew(path, chosen, count, cancel)).ToList();
                        var rows = results
                            .GroupBy(result => (result.Set, result.Source, result.Method))
                            .Select(group => PromptSummary.Create([.. group]))
                            .ToList();
                        output.WriteLine(
                            parsed.GetValue(json)
                                ? JsonSerializer.Serialize(rows, JsonSerializerOptions.Web)
                                : Table(rows)
                        );
                        return ExitCode.Success;
                    },
                    cancel
                )
        );
        return command;
    }

    private static string Table(List<PromptSummary> rows) =>
        string.Join(
            '\n',
            rows.Select(row =>
                    row.New is null
                        ? $"{row.Set, -12} {row.Method, -8} {row.Seeds, 5}  {Cell(row.Base)}   tuned on {row.Source}"
                        : $"{row.Set, -12} {row.Method, -8} {row.Seeds, 5}  {Cell(row.Base)}  {Cell(row.New)}  {Cell(row.Harmonic!)}"
                )
                .Prepend(
                    $"{"set", -12} {"method", -8} {"seeds", 5}  {(rows[0].New is null ? "all classes" : "base"), -34}  {(rows[0].New is null ? "" : "new"), -34}  {(rows[0].New is null ? "" : "H")}"
                )
        );

    private static string Cell(Estimate accuracy) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{accuracy.Mean * 100, 6:F2} ± {accuracy.StandardDeviation * 100, 5:F2}  [{accuracy.Interval.Low * 100, 6:F2}, {accuracy.Interval.High * 100, 6:F2}]"
        );
}
