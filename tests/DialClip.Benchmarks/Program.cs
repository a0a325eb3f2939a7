using System.CommandLine;
using BenchmarkDotNet.Running;
using DialClip.Benchmarks;
using DialClip.Benchmarks.Catalogs;
using DialClip.Benchmarks.Chaos;
using DialClip.Benchmarks.Conversations;
using DialClip.Benchmarks.ExperimentReports;
using DialClip.Benchmarks.Floods;
using DialClip.Benchmarks.Heads;
using DialClip.Benchmarks.Imports;
using DialClip.Benchmarks.Load;
using DialClip.Benchmarks.Soak;

// Programs of their own, because they take seconds each; all else is run by BenchmarkDotNet.
var programs = new RootCommand(
    "Measures speed and memory. Without the name of a program the benchmarks run: all, or those whose name contains "
        + "the first argument."
)
{
    HeadStepCommand.Create(Console.Out, Console.Error),
    HeadStepRunCommand.Create(Console.Out),
    MemoryCommand.Create(Console.Out, Console.Error),
    ImportCommand.Create(Console.Out, Console.Error),
    TurnsCommand.Create(Console.Out),
    SoakCommand.Create(Console.Out, Console.Error),
    ChaosCommand.Create(Console.Out, Console.Error),
    CatalogProgram.Create(Console.Out, Console.Error),
    LoadCommand.Create(Console.Out, Console.Error),
    FloodCommand.Create(Console.Out, Console.Error),
    ReportCommand.Create(Console.Out, Console.Error),
};
if (args is [var name, ..] && (name is "--help" or "-h" || programs.Subcommands.Any(program => program.Name == name)))
    return await programs.Parse(args).InvokeAsync();
string[] arguments = args switch
{
    [] => ["--filter", "*"],
    [var filter] when !filter.StartsWith('-') => ["--filter", $"*{filter}*"],
    _ => args,
};
var summaries = BenchmarkSwitcher
    .FromAssembly(typeof(BenchmarkSettings).Assembly)
    .Run(arguments, BenchmarkSettings.Create())
    .ToList();
return
    summaries.Count > 0
    && summaries.All(summary => summary.Reports.Length > 0 && summary.Reports.All(report => report.Success))
    ? 0
    : 1;
