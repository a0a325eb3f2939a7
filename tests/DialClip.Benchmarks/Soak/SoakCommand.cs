using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DialClip.Benchmarks.Measures;
using DialClip.Experiments.Events;

namespace DialClip.Benchmarks.Soak;

/// <summary>The program <c>soak</c>: runs many turns of many conversations against a host process.</summary>
internal static class SoakCommand
{
    // A rise below this share over half of a run is noise of allocators and the garbage collector.
    private const double Noise = 0.02;
    private const int Concurrency = 8;
    private const int MinTurns = 20;

    public static Command Create(TextWriter output, TextWriter progress)
    {
        var turns = new Option<int>("--turns")
        {
            Description = "Number of messages.",
            DefaultValueFactory = _ => 10_000,
        };
        var conversations = new Option<int>("--conversations")
        {
            Description = "Number of conversations.",
            DefaultValueFactory = _ => 200,
        };
        var command = new Command(
            "soak",
            "Runs many turns against the host, and fails where turns are lost, errors are logged or memory grows."
        )
        {
            turns,
            conversations,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var (messages, count) = (parsed.GetValue(turns), parsed.GetValue(conversations));
                if (count >= 1 && messages >= MinTurns * count)
                    return await RunAsync(messages, count, output, progress, cancellationToken);
                await progress.WriteLineAsync(
                    $"--turns is {messages} and --conversations {count}, expected 1 conversation or more "
                        + $"with at least {MinTurns} turns each."
                );
                return 2;
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        int turns,
        int conversations,
        TextWriter output,
        TextWriter progress,
        CancellationToken cancellationToken
    )
    {
        var folder = Directory.CreateTempSubdirectory("dialclip-soak-");
        try
        {
            var log = Path.Combine(folder.FullName, "experiments.jsonl");
            await using var channel = await SoakChannel.StartAsync();
            var (host, address) = await RunningProgram.StartHostAsync(
                "--DialClip:Experiments:Log",
                log,
                "--DialClip:Replies:ShowReasons",
                "false",
                // Only links are counted; nothing downloads the pictures.
                "--DialClip:Media:BaseUrl",
                "http://127.0.0.1:1/media/"
            );
            await using var running = host;
            using var bot = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
            // Until the model is loaded the host logs that it is not ready, which is not an error of a turn.
            var before = host.Output.Length;
            var statistics = new SoakStatistics();
            var resident = await RunTurnsAsync(
                bot,
                channel,
                statistics,
                turns,
                conversations,
                host.Id,
                progress,
                cancellationToken
            );
            var growth = Growth.Compute(resident, Noise);
            var errors = host.Output[before..]
                .Split('\n')
                .Where(line =>
                    line.StartsWith("fail:", StringComparison.Ordinal)
                    || line.StartsWith("crit:", StringComparison.Ordinal)
                    || line.Contains("Unhandled", StringComparison.Ordinal)
                )
                .ToList();
            var events = CountEvents(log);
            var milliseconds = statistics.Milliseconds;
            var passed =
                statistics.Lost == 0
                && statistics.Duplicates.Replies == 0
                && errors.Count == 0
                && !growth.Grows
                && events.Exposures == statistics.Answered
                && events.FeedbackTwice == 0
                && statistics.Statuses.Keys.All(status => status is >= 200 and < 300);
            output.Print(
                new
                {
                    turns = statistics.Messages,
                    conversations,
                    answeredByPlugin = statistics.Answered,
                    answeredByHostBot = statistics.Messages - statistics.Answered,
                    lostTurns = statistics.Lost,
                    deliveredTwice = statistics.Duplicates.Messages,
                    repliesToThose = statistics.Duplicates.Replies,
                    exposures = events.Exposures,
                    likes = events.Likes,
                    likesRecordedTwice = events.FeedbackTwice,
                    httpStatuses = statistics.Statuses,
                    errorsLogged = errors.Count,
                    firstErrors = errors.Take(3),
                    millisecondsATurn = new { median = At(0.5), p99 = At(0.99) },
                    megabytesAtTenth = ToMegabytes(growth.Floors[growth.Floors.Count / 10].Kilobytes),
                    megabytesHalfWay = ToMegabytes(growth.Floors[growth.Floors.Count / 2].Kilobytes),
                    megabytesAtEnd = ToMegabytes(growth.Floors[^1].Kilobytes),
                    megabytesMost = ToMegabytes(resident.Max()),
                    grows = growth.Grows,
                    passed,
                }
            );
            return passed ? 0 : 1;

            double At(double share) => Math.Round(milliseconds[(int)(share * (milliseconds.Count - 1))], 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<List<long>> RunTurnsAsync(
        HttpClient bot,
        SoakChannel channel,
        SoakStatistics statistics,
        int turns,
        int conversations,
        int host,
        TextWriter progress,
        CancellationToken cancellationToken
    )
    {
        var dialogs = Path.Combine(RepositoryPaths.Root, "training", "data", "sticker-dialogs");
        var sentences = new[] { "food", "feelings", "celebrations" }
            .SelectMany(name => File.ReadLines(Path.Combine(dialogs, name + ".jsonl")))
            .Select(line =>
                JsonDocument
                    .Parse(line)
                    .RootElement.GetProperty("turns")
                    .EnumerateArray()
                    .Last()
                    .GetProperty("text")
                    .GetString()
            )
            .OfType<string>()
            .Take(200)
            .ToList();
        var pictures = Directory
            .EnumerateFiles(Path.Combine(RepositoryPaths.NpmAssets, "stickers", "png"), "*.png")
            .Order(StringComparer.Ordinal)
            .Take(50)
            .Select(path => Convert.ToBase64String(File.ReadAllBytes(path)))
            .ToList();
        var participants = Enumerable
            .Range(0, conversations)
            .Select(number => new SoakConversation(bot, channel, statistics, number, sentences, pictures))
            .ToList();
        var resident = new List<long>();
        for (var round = 0; round < turns / conversations; round++)
        {
            await Parallel.ForEachAsync(
                participants,
                new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
                async (participant, token) =>
                {
                    await participant.SendNextAsync(token);
                    lock (resident)
                        resident.Add(ResidentMemory.GetForProcess(host));
                }
            );
            if (round % 5 == 4)
                await progress.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{statistics.Messages} turns, {statistics.Answered} answered, {statistics.Lost} lost, "
                            + $"{resident[^1] / 1024} MB"
                    )
                );
        }
        return resident;
    }

    private static (int Exposures, int Likes, int FeedbackTwice) CountEvents(string log)
    {
        var events = ExperimentLogFiles.Read(log, line => throw new InvalidDataException($"{line}")).ToList();
        var likes = events.OfType<Feedback>().Select(feedback => feedback.ImpressionId).ToList();
        return (events.OfType<Exposure>().Count(), likes.Count, likes.Count - likes.Distinct().Count());
    }

    private static double ToMegabytes(double kilobytes) => Math.Round(kilobytes / 1024, 1);
}
