using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DialClip.Benchmarks.Measures;
using DialClip.Experiments.Events;

namespace DialClip.Benchmarks.Soak;

/// <summary>The program <c>soak</c>: many turns of many conversations against the host in a process of its own.</summary>
internal static class SoakCommand
{
    // What allocators and the collector breathe over half a run.
    private const double Noise = 0.02;
    private const int AtOnce = 8;
    private const int Fewest = 20;

    public static Command Create(TextWriter output, TextWriter progress)
    {
        var turns = new Option<int>("--turns") { Description = "Messages in all.", DefaultValueFactory = _ => 10_000 };
        var conversations = new Option<int>("--conversations")
        {
            Description = "Conversations that they belong to.",
            DefaultValueFactory = _ => 200,
        };
        var command = new Command(
            "soak",
            "Talks to the host for long and looks at lost turns, errors and memory. Exits with 1 when there is any."
        )
        {
            turns,
            conversations,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var (messages, talks) = (parsed.GetValue(turns), parsed.GetValue(conversations));
                if (talks >= 1 && messages >= Fewest * talks)
                    return await RunAsync(messages, talks, output, progress, cancel);
                await progress.WriteLineAsync(
                    $"--turns is {messages} and --conversations {talks}, expected at least {Fewest} turns for each of at least 1 conversation."
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
        CancellationToken cancel
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
                // Links alone are counted; nothing fetches the pictures.
                "--DialClip:Media:BaseUrl",
                "http://127.0.0.1:1/media/"
            );
            await using var running = host;
            using var bot = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
            // Until the model is loaded the host says that it is not ready, which is no error of a turn.
            var before = host.Said.Length;
            var tally = new SoakTally();
            var resident = await TalkAsync(bot, channel, tally, turns, conversations, host.Id, progress, cancel);
            var growth = Growth.Of(resident, Noise);
            var errors = host.Said[before..]
                .Split('\n')
                .Where(line =>
                    line.StartsWith("fail:", StringComparison.Ordinal)
                    || line.StartsWith("crit:", StringComparison.Ordinal)
                    || line.Contains("Unhandled", StringComparison.Ordinal)
                )
                .ToList();
            var events = CountEvents(log);
            var milliseconds = tally.Milliseconds;
            var passed =
                tally.Lost == 0
                && tally.Again.Replies == 0
                && errors.Count == 0
                && !growth.Grows
                && events.Exposures == tally.Answered
                && events.FeedbackTwice == 0
                && tally.Statuses.Keys.All(status => status is >= 200 and < 300);
            output.Print(
                new
                {
                    turns = tally.Messages,
                    conversations,
                    answeredByPlugin = tally.Answered,
                    answeredByHostBot = tally.Messages - tally.Answered,
                    lostTurns = tally.Lost,
                    deliveredTwice = tally.Again.Messages,
                    repliesToThose = tally.Again.Replies,
                    exposures = events.Exposures,
                    likes = events.Likes,
                    likesRecordedTwice = events.FeedbackTwice,
                    httpStatuses = tally.Statuses,
                    errorsLogged = errors.Count,
                    firstErrors = errors.Take(3),
                    millisecondsATurn = new { median = At(0.5), p99 = At(0.99) },
                    megabytesAtTenth = Megabytes(growth.Floors[growth.Floors.Count / 10].Kilobytes),
                    megabytesHalfWay = Megabytes(growth.Floors[growth.Floors.Count / 2].Kilobytes),
                    megabytesAtEnd = Megabytes(growth.Floors[^1].Kilobytes),
                    megabytesMost = Megabytes(resident.Max()),
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

    private static async Task<List<long>> TalkAsync(
        HttpClient bot,
        SoakChannel channel,
        SoakTally tally,
        int turns,
        int conversations,
        int host,
        TextWriter progress,
        CancellationToken cancel
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
        var people = Enumerable
            .Range(0, conversations)
            .Select(number => new SoakConversation(bot, channel, tally, number, sentences, pictures))
            .ToList();
        var resident = new List<long>();
        for (var round = 0; round < turns / conversations; round++)
        {
            await Parallel.ForEachAsync(
                people,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
                async (person, stop) =>
                {
                    await person.NextAsync(stop);
                    lock (resident)
                        resident.Add(ResidentMemory.Of(host));
                }
            );
            if (round % 5 == 4)
                await progress.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{tally.Messages} turns, {tally.Answered} answered, {tally.Lost} lost, {resident[^1] / 1024} MB"
                    )
                );
        }
        return resident;
    }

    private static (int Exposures, int Likes, int FeedbackTwice) CountEvents(string log)
    {
        var events = ExperimentLogFiles.Read(log).ToList();
        var likes = events.OfType<Feedback>().Select(feedback => feedback.ImpressionId).ToList();
        return (events.OfType<Exposure>().Count(), likes.Count, likes.Count - likes.Distinct().Count());
    }

    private static double Megabytes(double kilobytes) => Math.Round(kilobytes / 1024, 1);
}
