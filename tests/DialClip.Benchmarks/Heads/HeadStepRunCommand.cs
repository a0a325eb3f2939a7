using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using DialClip.Benchmarks.Measures;
using TorchSharp;

namespace DialClip.Benchmarks.Heads;

/// <summary>The program <c>head-step-run</c>: the part of <c>head-step</c> in TorchSharp, in its own process.</summary>
internal static class HeadStepRunCommand
{
    public const string Name = "head-step-run";

    public static Command Create(TextWriter output)
    {
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "The files that 'head-step' wrote." };
        var steps = new Argument<int>("STEPS") { Description = "Number of steps, warm-up included." };
        var threads = new Argument<int>("THREADS") { Description = "Threads per operator." };
        var size = new Argument<ClipSize>("SIZE") { Description = "Size of the frozen CLIP." };
        var command = new Command(Name, "Runs the head steps of 'head-step' once, in TorchSharp.")
        {
            folder,
            steps,
            threads,
            size,
        };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var atStart = ResidentMemory.Current;
            torch.set_num_threads(parsed.GetValue(threads));
            var files = new HeadTrainingFiles(parsed.GetValue(folder)!.FullName);
            var trainingCase = HeadTrainingCase.CreateFixed(parsed.GetValue(size), parsed.GetValue(steps));
            var run = HeadTrainingRun.Run(trainingCase, files.ReadClip(trainingCase.Clip));
            files.WriteTrained(run.Head);
            var result = new HeadStepResult(
                $"TorchSharp {GetVersion()}",
                torch.get_num_threads(),
                [.. run.Milliseconds.Skip(HeadStepResult.WarmUp)],
                [.. run.Processor.Skip(HeadStepResult.WarmUp)],
                atStart,
                run.Loaded,
                run.Resident[^1],
                ResidentMemory.Peak
            );
            output.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
        });
        return command;
    }

    private static string GetVersion() =>
        typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
