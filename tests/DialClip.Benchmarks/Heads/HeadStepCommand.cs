using System.CommandLine;
using System.Globalization;
using DialClip.Benchmarks.Measures;

namespace DialClip.Benchmarks.Heads;

/// <summary>
/// The program <c>head-step</c>: measures a training step of a head in TorchSharp and in Python, in turn.
/// </summary>
internal static class HeadStepCommand
{
    // Debian's, with its python3-torch.
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
            Description = "Number of measured steps per run.",
            DefaultValueFactory = _ => 20,
        };
        var size = new Option<ClipSize>("--size")
        {
            Description =
                "Size of the frozen CLIP: VitB32, or Small as the committed one, where calls outweigh arithmetic.",
            DefaultValueFactory = _ => ClipSize.VitB32,
        };
        var rounds = new Option<int>("--rounds")
        {
            Description = "Number of runs of each program.",
            DefaultValueFactory = _ => 3,
        };
        var threads = new Option<int>("--threads")
        {
            Description = "Threads per operator.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var command = new Command(
            "head-step",
            "Trains a head over random weights, batch size 16, in TorchSharp and in Python's torch in turn, with the "
                + "same "
                + "weights, batches and number of threads. Prints the duration and processor time per step, their "
                + "ratios, and the difference of the trained heads."
        )
        {
            steps,
            size,
            rounds,
            threads,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var folder = Directory.CreateTempSubdirectory("dialclip-bench-").FullName;
                try
                {
                    var trainingCase = HeadTrainingCase.CreateFixed(
                        parsed.GetValue(size),
                        parsed.GetValue(steps) + HeadStepResult.WarmUp
                    );
                    HeadTrainingFiles.Write(folder, trainingCase);
                    string[] arguments =
                    [
                        folder,
                        trainingCase.Options.Loop.Steps.ToString(CultureInfo.InvariantCulture),
                        parsed.GetValue(threads).ToString(CultureInfo.InvariantCulture),
                    ];
                    var (ours, theirs) = (new List<HeadStepResult>(), new List<HeadStepResult>());
                    for (var round = 0; round < parsed.GetValue(rounds); round++)
                    {
                        ours.Add(
                            await BenchmarkProcess.RunSelfAsync(
                                [HeadStepRunCommand.Name, .. arguments, parsed.GetValue(size).ToString()],
                                parsed.GetValue(threads),
                                cancellationToken
                            )
                        );
                        WriteProgress(progress, ours[^1]);
                        theirs.Add(
                            await BenchmarkProcess.RunAsync(
                                Python,
                                [Script, .. arguments],
                                parsed.GetValue(threads),
                                cancellationToken
                            )
                        );
                        WriteProgress(progress, theirs[^1]);
                    }
                    output.Print(
                        new
                        {
                            batch = trainingCase.Options.Loop.BatchSize,
                            head = trainingCase.Options.Head,
                            steps = parsed.GetValue(steps),
                            ours = Summarize(ours),
                            theirs = Summarize(theirs),
                            ratioOfMedians = ComputeRatio(
                                ours.SelectMany(run => run.Milliseconds),
                                theirs.SelectMany(run => run.Milliseconds)
                            ),
                            ratioOfProcessorTimes = ComputeRatio(
                                ours.SelectMany(run => run.Processor),
                                theirs.SelectMany(run => run.Processor)
                            ),
                            ratioOfEachRound = ours.Zip(
                                theirs,
                                (first, second) =>
                                    new
                                    {
                                        milliseconds = ComputeRatio(first.Milliseconds, second.Milliseconds),
                                        processor = ComputeRatio(first.Processor, second.Processor),
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

    private static object Summarize(List<HeadStepResult> runs) =>
        new
        {
            runs[0].Engine,
            runs[0].Threads,
            millisecondsAStep = Quartiles.Compute(runs.SelectMany(run => run.Milliseconds)),
            processorMillisecondsAStep = Quartiles.Compute(runs.SelectMany(run => run.Processor)),
            residentMegabytes = runs.Select(run => new
            {
                start = run.ResidentAtStart / 1024,
                loaded = run.ResidentLoaded / 1024,
                end = run.ResidentAtEnd / 1024,
                peak = run.ResidentPeak / 1024,
            }),
            largestDifferenceOfHeads = runs.Max(run => run.LargestDifference),
        };

    private static double ComputeRatio(IEnumerable<double> ours, IEnumerable<double> theirs) =>
        Math.Round(Quartiles.Compute(ours).Median / Quartiles.Compute(theirs).Median, 3);

    private static void WriteProgress(TextWriter progress, HeadStepResult run) =>
        progress.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Engine}: {Quartiles.Compute(run.Milliseconds).Median:F1} ms per step, "
                    + $"{Quartiles.Compute(run.Processor).Median:F1} ms of processor time"
            )
        );
}
