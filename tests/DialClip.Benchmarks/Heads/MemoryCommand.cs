using System.CommandLine;
using System.Globalization;
using DialClip.Benchmarks.Measures;

namespace DialClip.Benchmarks.Heads;

/// <summary>The program <c>memory</c>: does training grow with its steps?</summary>
internal static class MemoryCommand
{
    // Less than this over half of a run is the allocators' own breathing.
    private const double Noise = 0.01;
    private const int Fewest = 6;

    public static Command Create(TextWriter output, TextWriter progress)
    {
        var steps = new Option<int>("--steps")
        {
            Description = "Steps over the small model; 0 leaves it out.",
            DefaultValueFactory = _ => 1000,
        };
        var large = new Option<int>("--large-steps")
        {
            Description = "Steps over a model of ViT-B/32's size; 0 leaves it out.",
            DefaultValueFactory = _ => 20,
        };
        var command = new Command(
            "memory",
            "Trains heads and looks at the resident memory: a line through the lowest values of its second half says whether it grows."
        )
        {
            steps,
            large,
        };
        foreach (var option in new[] { steps, large })
            option.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() is not 0 and < Fewest)
                    result.AddError(
                        $"{option.Name} is {result.GetValueOrDefault<int>()}, expected {Fewest} or more: a line needs points. 0 leaves that model out."
                    );
            });
        command.SetAction(parsed =>
        {
            var found = new List<object>();
            if (parsed.GetValue(steps) > 0)
                found.Add(
                    Measure("small, other shapes in every step", HeadCase.Varied(parsed.GetValue(steps)), progress)
                );
            if (parsed.GetValue(large) > 0)
                found.Add(
                    Measure("ViT-B/32, one shape", HeadCase.Fixed(HeadSize.VitB32, parsed.GetValue(large)), progress)
                );
            output.Print(found);
        });
        return command;
    }

    private static object Measure(string name, HeadCase its, TextWriter progress)
    {
        var run = HeadRun.Of(its, RandomClip.Weights(its.Clip));
        var growth = Growth.Of(run.Resident, Noise);
        var floors = growth.Floors;
        foreach (var (step, kilobytes) in floors.Where((_, place) => place % Math.Max(1, floors.Count / 10) == 0))
            progress.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: until step {step} at least {kilobytes / 1024:F1} MB"
                )
            );
        return new
        {
            name,
            steps = its.Options.Loop.Steps,
            millisecondsAStep = Quartiles.Of(run.Milliseconds),
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
