using System.CommandLine;
using System.Globalization;
using DialClip.Benchmarks.Measures;

namespace DialClip.Benchmarks.Heads;

/// <summary>The program <c>memory</c>: measures whether memory grows with training steps.</summary>
internal static class MemoryCommand
{
    // A rise below this share over half of a run is noise of allocators.
    private const double Noise = 0.01;
    private const int MinSteps = 6;

    public static Command Create(TextWriter output, TextWriter progress)
    {
        var steps = new Option<int>("--steps")
        {
            Description = "Number of steps over the small model; 0 skips it.",
            DefaultValueFactory = _ => 1000,
        };
        var large = new Option<int>("--large-steps")
        {
            Description = "Number of steps over a model of ViT-B/32's size; 0 skips it.",
            DefaultValueFactory = _ => 20,
        };
        var command = new Command(
            "memory",
            "Trains heads and measures the resident memory: it grows where a line through the minima of the second "
                + "half rises."
        )
        {
            steps,
            large,
        };
        foreach (var option in new[] { steps, large })
            option.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() is not 0 and < MinSteps)
                    result.AddError(
                        $"{option.Name} is {result.GetValueOrDefault<int>()}, expected {MinSteps} or more, or 0 to "
                            + $"skip that model."
                    );
            });
        command.SetAction(parsed =>
        {
            var results = new List<object>();
            if (parsed.GetValue(steps) > 0)
                results.Add(
                    Measure(
                        "small, other shapes in every step",
                        HeadTrainingCase.CreateVaried(parsed.GetValue(steps)),
                        progress
                    )
                );
            if (parsed.GetValue(large) > 0)
                results.Add(
                    Measure(
                        "ViT-B/32, one shape",
                        HeadTrainingCase.CreateFixed(ClipSize.VitB32, parsed.GetValue(large)),
                        progress
                    )
                );
            output.Print(results);
        });
        return command;
    }

    private static object Measure(string name, HeadTrainingCase trainingCase, TextWriter progress)
    {
        var run = HeadTrainingRun.Run(trainingCase, RandomClip.CreateWeights(trainingCase.Clip));
        var growth = Growth.Compute(run.Resident, Noise);
        var floors = growth.Floors;
        foreach (var (step, kilobytes) in floors.Where((_, index) => index % Math.Max(1, floors.Count / 10) == 0))
            progress.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: until step {step} at least {kilobytes / 1024:F1} MB"
                )
            );
        return new
        {
            name,
            steps = trainingCase.Options.Loop.Steps,
            millisecondsAStep = Quartiles.Compute(run.Milliseconds),
            megabytesLoaded = Math.Round(run.Loaded / 1024.0, 1),
            megabytesHalfWay = Math.Round(floors[floors.Count / 2].Kilobytes / 1024, 1),
            megabytesAtEnd = Math.Round(floors[^1].Kilobytes / 1024, 1),
            megabytesMost = run.Resident.Max() / 1024,
            kilobytesAStepInSecondHalf = Math.Round(growth.Rise, 2),
            standardError = Math.Round(growth.Error, 2),
            grows = growth.Grows,
        };
    }
}
