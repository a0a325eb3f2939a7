using System.CommandLine;
using System.Globalization;

namespace DialClip.Benchmarks.Load;

/// <summary>
/// The program <c>load</c>: what a host does and needs under load, with the two kinds of garbage collection side by
/// side.
/// </summary>
internal static class LoadCommand
{
    public static Command Create(TextWriter output, TextWriter progress)
    {
        var conversations = new Option<int>("--conversations")
        {
            Description = "Number of conversations.",
            DefaultValueFactory = _ => 200,
        };
        var concurrency = new Option<int>("--at-once")
        {
            Description = "Number of messages that are under way at once.",
            DefaultValueFactory = _ => 50,
        };
        var seconds = new Option<int>("--seconds")
        {
            Description = "Time of the load for each garbage collector.",
            DefaultValueFactory = _ => 120,
        };
        var command = new Command(
            "load",
            "Loads the host with workstation and server garbage collection, and prints a table of time, memory and "
                + "processor; fails where a message is not answered."
        )
        {
            conversations,
            concurrency,
            seconds,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var results = new List<LoadResult>();
                foreach (var isServer in new[] { false, true })
                {
                    await progress.WriteLineAsync($"{(isServer ? "Server" : "Workstation")} garbage collection.");
                    var run = new LoadRun(
                        parsed.GetValue(conversations),
                        parsed.GetValue(concurrency),
                        TimeSpan.FromSeconds(parsed.GetValue(seconds))
                    );
                    results.Add(await run.RunAsync(isServer, cancellationToken));
                }
                await output.WriteLineAsync(CreateTable(results));
                return results.TrueForAll(result => result.Unanswered == 0) ? 0 : 1;
            }
        );
        return command;
    }

    private static string CreateTable(IEnumerable<LoadResult> results)
    {
        const string Head =
            "| garbage collection | messages | a second | unanswered | median ms | p99 ms | processor ms a message "
            + "| MB at start | MB most | MB at end |\n|---|---|---|---|---|---|---|---|---|---|\n";
        return Head
            + string.Join(
                '\n',
                results.Select(result =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {result.Collector} | {result.Messages} | {result.MessagesPerSecond} | {result.Unanswered} "
                    )
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {result.MedianMilliseconds} | {result.P99Milliseconds} | {result.ProcessorMilliseconds} "
                    )
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {result.MegabytesAtStart} | {result.MegabytesMost} | {result.MegabytesAtEnd} |"
                    )
                )
            );
    }
}
