using System.CommandLine;
using System.Diagnostics;
using DialClip.Benchmarks.Measures;
using DialClip.Bot;
using DialClip.Bot.Replies;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Activity = Microsoft.Bot.Schema.Activity;

namespace DialClip.Benchmarks.Conversations;

/// <summary>The program <c>turns</c>: measures a turn outside the model.</summary>
internal static class TurnsCommand
{
    private const int WarmUp = 40;

    public static Command Create(TextWriter output)
    {
        var conversations = Number("--conversations", "Conversations that talk at once.", 50);
        var turns = Number("--turns", "Measured turns of each.", 100);
        var pause = Number(
            "--pause",
            "Milliseconds that a person waits between messages; 0 for none, which measures throughput, not latency.",
            100,
            0
        );
        var dimension = Number(
            "--dimension",
            "Values of a feature: 128 as the committed model's, 512 as ViT-B/32's.",
            128
        );
        var command = new Command(
            "turns",
            "Runs turns with a model that answers at once: records in memory, mapping, policy, reply, exposures."
        )
        {
            conversations,
            turns,
            pause,
            dimension,
        };
        command.SetAction(
            async (parsed, cancel) =>
                output.Print(
                    await MeasureAsync(
                        parsed.GetValue(conversations),
                        parsed.GetValue(turns),
                        TimeSpan.FromMilliseconds(parsed.GetValue(pause)),
                        parsed.GetValue(dimension),
                        cancel
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
        CancellationToken cancel
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
                    }
                )
                .Build();
            await using var services = new ServiceCollection()
                .AddSingleton<IConfiguration>(configuration)
                .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
                .AddSingleton<IResponseModel>(new CannedModel(dimension))
                .AddDialClip(configuration.GetSection("DialClip"), folder.FullName)
                .BuildServiceProvider();
            var adapter = new SinkAdapter();
            adapter.UseDialClip(services);
            await RunAsync(adapter, conversations, WarmUp, TimeSpan.Zero, "warm", cancel);
            var (before, wall) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
            var milliseconds = (await RunAsync(adapter, conversations, turns, pause, "run", cancel)).Order().ToArray();
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
        CancellationToken cancel
    )
    {
        var all = await Task.WhenAll(
            Enumerable
                .Range(0, conversations)
                .Select(number =>
                    Task.Run(() => TalkAsync(adapter, $"{name}-{number}", turns, pause, number, cancel), cancel)
                )
        );
        return all.SelectMany(one => one);
    }

    private static async Task<double[]> TalkAsync(
        SinkAdapter adapter,
        string conversation,
        int turns,
        TimeSpan pause,
        int number,
        CancellationToken cancel
    )
    {
        // People do not write at the same instant; who does is chance, and the same in every run.
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
            await adapter.RunAsync(message, HostBotAsync, cancel);
            milliseconds[turn] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            // The others have their turn, too.
            if (pause == TimeSpan.Zero)
                await Task.Yield();
            else
                await Task.Delay(pause * (0.5 + random.NextDouble()), cancel);
        }
        return milliseconds;
    }

    private static Task HostBotAsync(ITurnContext turn, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The plugin was to answer every message.");

    private static Option<int> Number(string name, string description, int standard, int least = 1)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var given && (given < least || given > 100_000))
                result.AddError($"{name} is {given}, expected {least} to 100000.");
        });
        return option;
    }
}
