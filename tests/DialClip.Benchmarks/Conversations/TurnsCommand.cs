using System.CommandLine;
using System.Diagnostics;
using DialClip.Benchmarks.Measures;
using DialClip.Bot.Media;
using DialClip.Bot.Replies;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Activity = Microsoft.Bot.Schema.Activity;

namespace DialClip.Benchmarks.Conversations;

/// <summary>The program <c>turns</c>: measures the cost of the plugin without the model.</summary>
internal static class TurnsCommand
{
    private const int WarmUp = 40;

    public static Command Create(TextWriter output)
    {
        var conversations = CreateOption("--conversations", "Number of concurrent conversations.", 50);
        var turns = CreateOption("--turns", "Number of measured turns of each.", 100);
        var pause = CreateOption(
            "--pause",
            "Milliseconds between messages; 0 measures the throughput of the machine, not the latency for users.",
            100,
            0
        );
        var dimension = CreateOption(
            "--dimension",
            "Elements of a feature: 128 as the committed model's, 512 as ViT-B/32's.",
            128
        );
        var command = new Command(
            "turns",
            "Runs turns with a model that answers immediately: storage, mapping, policy, reply and event log."
        )
        {
            conversations,
            turns,
            pause,
            dimension,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
                output.Print(
                    await MeasureAsync(
                        parsed.GetValue(conversations),
                        parsed.GetValue(turns),
                        TimeSpan.FromMilliseconds(parsed.GetValue(pause)),
                        parsed.GetValue(dimension),
                        cancellationToken
                    )
                )
        );
        return command;
    }

    private static async Task<object> MeasureAsync(
        int conversations,
        int turns,
        TimeSpan pause,
        int dimension,
        CancellationToken cancellationToken
    )
    {
        var folder = Directory.CreateTempSubdirectory("dialclip-turns-");
        try
        {
            var configuration = new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["DialClip:Experiments:Log"] = Path.Combine(folder.FullName, "experiments.jsonl"),
                        ["DialClip:Media:BaseUrl"] = "http://127.0.0.1:1/media/",
                        ["DialClip:Replies:Mode"] = "Reply",
                    }
                )
                .Build();
            await using var services = new ServiceCollection()
                .AddSingleton<IConfiguration>(configuration)
                .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
                .AddSingleton<IResponseModel>(new FixedModel(dimension))
                .AddSingleton<IPictureFiles, FixedPictures>()
                .AddDialClip(configuration.GetSection("DialClip"), folder.FullName)
                .Services.BuildServiceProvider();
            var adapter = new SinkAdapter();
            adapter.UseDialClip(services);
            await RunAsync(adapter, conversations, WarmUp, TimeSpan.Zero, "warm", cancellationToken);
            var (before, wall) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
            var milliseconds = (await RunAsync(adapter, conversations, turns, pause, "run", cancellationToken))
                .Order()
                .ToArray();
            var (allocated, seconds) = (
                GC.GetTotalAllocatedBytes(precise: true) - before,
                Stopwatch.GetElapsedTime(wall).TotalSeconds
            );
            return new
            {
                conversations,
                turns = milliseconds.Length,
                pauseMilliseconds = pause.TotalMilliseconds,
                dimension,
                processors = Environment.ProcessorCount,
                answered = adapter.Sent - conversations * WarmUp,
                turnsASecond = Math.Round(milliseconds.Length / seconds),
                millisecondsATurn = new
                {
                    median = At(0.5),
                    p95 = At(0.95),
                    p99 = At(0.99),
                    most = At(1),
                },
                kilobytesATurn = Math.Round(allocated / 1024.0 / milliseconds.Length, 1),
            };

            double At(double share) => Math.Round(milliseconds[(int)(share * (milliseconds.Length - 1))], 3);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IEnumerable<double>> RunAsync(
        SinkAdapter adapter,
        int conversations,
        int turns,
        TimeSpan pause,
        string name,
        CancellationToken cancellationToken
    )
    {
        var all = await Task.WhenAll(
            Enumerable
                .Range(0, conversations)
                .Select(number =>
                    Task.Run(
                        () => TalkAsync(adapter, $"{name}-{number}", turns, pause, number, cancellationToken),
                        cancellationToken
                    )
                )
        );
        return all.SelectMany(milliseconds => milliseconds);
    }

    private static async Task<double[]> TalkAsync(
        SinkAdapter adapter,
        string conversation,
        int turns,
        TimeSpan pause,
        int number,
        CancellationToken cancellationToken
    )
    {
        // Users do not write at the same instant; the pauses are random, but the same in every run.
        var random = new Random(number);
        var milliseconds = new double[turns];
        for (var turn = 0; turn < turns; turn++)
        {
            var message = new Activity(ActivityTypes.Message)
            {
                Id = $"{turn}",
                Text = $"Message {turn}: the rain never stops and I forgot my umbrella at home",
                ChannelId = "webchat",
                ServiceUrl = "http://127.0.0.1:1/",
                From = new ChannelAccount($"user-{conversation}"),
                Recipient = new ChannelAccount("bot"),
                Conversation = new ConversationAccount(id: conversation),
            };
            var started = Stopwatch.GetTimestamp();
            await adapter.RunAsync(message, HostBotAsync, cancellationToken);
            milliseconds[turn] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            // Let other conversations run.
            if (pause == TimeSpan.Zero)
                await Task.Yield();
            else
                await Task.Delay(pause * (0.5 + random.NextDouble()), cancellationToken);
        }
        return milliseconds;
    }

    private static Task HostBotAsync(ITurnContext turn, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The plugin did not answer; expected an answer to every message.");

    private static Option<int> CreateOption(string name, string description, int defaultValue, int min = 1)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => defaultValue };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < min || value > 100_000))
                result.AddError($"{name} is {value}, expected {min} to 100000.");
        });
        return option;
    }
}
