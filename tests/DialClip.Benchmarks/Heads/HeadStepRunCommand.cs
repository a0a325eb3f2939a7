using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using DialClip.Benchmarks.Measures;
using TorchSharp;

namespace DialClip.Benchmarks.Heads;

/// <summary>The program <c>head-step-run</c>: the product's half of <c>head-step</c>, in a process of its own.</summary>
internal static class HeadStepRunCommand
{
    public const string Name = "head-step-run";

    public static Command Create(TextWriter output)
    {
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "The files that 'head-step' wrote." };
        var steps = new Argument<int>("STEPS") { Description = "Steps, those that warm up included." };
        var threads = new Argument<int>("THREADS") { Description = "Threads that one operator may use." };
        var size = new Argument<HeadSize>("SIZE") { Description = "The frozen model's size." };
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
            var atStart = ResidentMemory.Now;
            torch.set_num_threads(parsed.GetValue(threads));
            var files = new HeadFiles(parsed.GetValue(folder)!.FullName);
            var its = HeadCase.Fixed(parsed.GetValue(size), parsed.GetValue(steps));
            var run = HeadRun.Of(its, files.ReadClip(its.Clip));
            files.KeepTrained(run.Head);
            var result = new HeadStepResult(
                $"TorchSharp {Version()}",
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

    private static string Version() =>
        typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
