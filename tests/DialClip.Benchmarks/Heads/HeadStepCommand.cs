using System.CommandLine;
using System.Globalization;
using DialClip.Benchmarks.Measures;

namespace DialClip.Benchmarks.Heads;

/// <summary>The program <c>head-step</c>: a head-training step at ViT-B/32's size, here and in Python, by turns.</summary>
internal static class HeadStepCommand
{
    // Debian's own, which uses the libtorch that the product uses there.
    private const string Python = "/usr/bin/python3";

    private static readonly string Script = Path.Combine(
        RepositoryPaths.Root,
        "tests",
        "DialClip.Benchmarks",
        "python",
        "head_step.py"
    );

    public static Command Create(TextWriter output, TextWriter progress)
    {
        var steps = new Option<int>("--steps")
        {
            Description = "Steps that are measured in each run.",
            DefaultValueFactory = _ => 20,
        };
        var size = new Option<HeadSize>("--size")
        {
            Description =
                "The frozen model's size: VitB32, or Small as the committed one, where a step is more calls than arithmetic.",
            DefaultValueFactory = _ => HeadSize.VitB32,
        };
        var rounds = new Option<int>("--rounds")
        {
            Description = "Runs of each program.",
            DefaultValueFactory = _ => 3,
        };
        var threads = new Option<int>("--threads")
        {
            Description = "Threads that one operator may use.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var command = new Command(
            "head-step",
            "Trains a head over random weights, batch 16, in TorchSharp and in Python's torch by turns: the same weights, batches and number of threads. "
                + "Prints milliseconds and processor time a step, their ratios, and by how much the two trained heads differ."
        )
        {
            steps,
            size,
            rounds,
            threads,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var folder = Directory.CreateTempSubdirectory("dialclip-bench-").FullName;
                try
                {
                    var its = HeadCase.Fixed(parsed.GetValue(size), parsed.GetValue(steps) + HeadStepResult.WarmUp);
                    HeadFiles.Write(folder, its);
                    string[] arguments =
                    [
                        folder,
                        its.Options.Loop.Steps.ToString(CultureInfo.InvariantCulture),
                        parsed.GetValue(threads).ToString(CultureInfo.InvariantCulture),
                    ];
                    var (ours, theirs) = (new List<HeadStepResult>(), new List<HeadStepResult>());
                    for (var round = 0; round < parsed.GetValue(rounds); round++)
                    {
                        ours.Add(
                            await Child.RunSelfAsync(
                                [HeadStepRunCommand.Name, .. arguments, parsed.GetValue(size).ToString()],
                                parsed.GetValue(threads),
                                cancel
                            )
                        );
                        Tell(progress, ours[^1]);
                        theirs.Add(
                            await Child.RunAsync(Python, [Script, .. arguments], parsed.GetValue(threads), cancel)
                        );
                        Tell(progress, theirs[^1]);
                    }
                    output.Print(
                        new
                        {
                            batch = its.Options.Loop.BatchSize,
                            head = its.Options.Head,
                            steps = parsed.GetValue(steps),
                            ours = Summary(ours),
                            theirs = Summary(theirs),
                            ratioOfMedians = Ratio(
                                ours.SelectMany(run => run.Milliseconds),
                                theirs.SelectMany(run => run.Milliseconds)
                            ),
                            ratioOfProcessorTimes = Ratio(
                                ours.SelectMany(run => run.Processor),
                                theirs.SelectMany(run => run.Processor)
                            ),
                            ratioOfEachRound = ours.Zip(
                                theirs,
                                (our, their) =>
                                    new
                                    {
                                        milliseconds = Ratio(our.Milliseconds, their.Milliseconds),
                                        processor = Ratio(our.Processor, their.Processor),
                                    }
                            ),
                        }
                    );
                    return 0;
                }
                finally
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
        );
        return command;
    }

    private static object Summary(List<HeadStepResult> runs) =>
        new
        {
            runs[0].Engine,
            runs[0].Threads,
            millisecondsAStep = Quartiles.Of(runs.SelectMany(run => run.Milliseconds)),
            processorMillisecondsAStep = Quartiles.Of(runs.SelectMany(run => run.Processor)),
            residentMegabytes = runs.Select(run => new
            {
                start = run.ResidentAtStart / 1024,
                loaded = run.ResidentLoaded / 1024,
                end = run.ResidentAtEnd / 1024,
                peak = run.ResidentPeak / 1024,
            }),
            largestDifferenceOfHeads = runs.Max(run => run.LargestDifference),
        };

    private static double Ratio(IEnumerable<double> ours, IEnumerable<double> theirs) =>
        Math.Round(Quartiles.Of(ours).Median / Quartiles.Of(theirs).Median, 3);

    private static void Tell(TextWriter progress, HeadStepResult run) =>
        progress.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Engine}: {Quartiles.Of(run.Milliseconds).Median:F1} ms a step, {Quartiles.Of(run.Processor).Median:F1} ms of processor"
            )
        );
}
