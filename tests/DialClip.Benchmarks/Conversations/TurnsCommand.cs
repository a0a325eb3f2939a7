using System.CommandLine;
using System.Diagnostics;
using System.Runtime;
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
    // A host runs for days: its first seconds, in which some thousand methods are compiled, are not measured. A method
    // is compiled once more some time after its first calls, so that a round without compilations proves nothing.
    private const int WarmUpTurns = 100;
    private const int MaxWarmUps = 100;
    private const int QuietWarmUps = 3;
    private const int FewMethods = 10;
    private static readonly TimeSpan WarmUpPause = TimeSpan.FromMilliseconds(5);

    public static Command Create(TextWriter output)
    {
        var conversations = CreateOption("--conversations", "Number of concurrent conversations.", 50);
        var turns = CreateOption("--turns", "Number of measured turns of each.", 100);
        var pause = CreateOption(
            "--pause",
            "Milliseconds between the messages of a conversation, on average; 0 measures the machine's throughput, "
                + "not the latency for users.",
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
            var compiled = await WarmUpAsync(adapter, conversations, cancellationToken);
            var sent = adapter.Sent;
            var before = Usage.Get();
            var milliseconds = (await RunAsync(adapter, conversations, turns, pause, "run", cancellationToken))
                .Order()
                .ToArray();
            var used = Usage.Get().Minus(before);
            return new
            {
                conversations,
                turns = milliseconds.Length,
                pauseMilliseconds = pause.TotalMilliseconds,
                dimension,
                processors = Environment.ProcessorCount,
                answered = adapter.Sent - sent,
                turnsASecond = Math.Round(milliseconds.Length / used.Time.TotalSeconds),
                millisecondsATurn = new
                {
                    median = At(0.5),
                    p95 = At(0.95),
                    p99 = At(0.99),
                    most = At(1),
                },
                processorMillisecondsATurn = Math.Round(used.Processor.TotalMilliseconds / milliseconds.Length, 3),
                kilobytesATurn = Math.Round(used.AllocatedBytes / 1024.0 / milliseconds.Length, 1),
                collections = used.Collections,
                collectionMilliseconds = Math.Round(used.Pauses.TotalMilliseconds, 1),
                methodsCompiled = new { before = compiled, during = used.CompiledMethods },
            };

            double At(double share) => Math.Round(milliseconds[(int)(share * (milliseconds.Length - 1))], 3);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Rounds of turns until some of them compile next to nothing; returns the number of methods that were compiled.
    private static async Task<long> WarmUpAsync(
        SinkAdapter adapter,
        int conversations,
        CancellationToken cancellationToken
    )
    {
        for (var (round, quiet) = (0, 0); round < MaxWarmUps && quiet < QuietWarmUps; round++)
        {
            var before = JitInfo.GetCompiledMethodCount();
            await RunAsync(adapter, conversations, WarmUpTurns, WarmUpPause, $"warm-{round}", cancellationToken);
            quiet = JitInfo.GetCompiledMethodCount() - before <= FewMethods ? quiet + 1 : 0;
        }
        return JitInfo.GetCompiledMethodCount();
    }

    private static async Task<IEnumerable<double>> RunAsync(
        SinkAdapter adapter,
        int conversations,
        int turns,
        TimeSpan pause,
        string round,
        CancellationToken cancellationToken
    )
    {
        var all = await Task.WhenAll(
            Enumerable
                .Range(0, conversations)
                .Select(number =>
                    Task.Run(
                        () => TalkAsync(adapter, number, turns, pause, round, cancellationToken),
                        cancellationToken
                    )
                )
        );
        return all.SelectMany(milliseconds => milliseconds);
    }

    private static async Task<double[]> TalkAsync(
        SinkAdapter adapter,
        int conversation,
        int turns,
        TimeSpan pause,
        string round,
        CancellationToken cancellationToken
    )
    {
        // People do not wait for each other: from the first message on the pauses are those of a Poisson process, and
        // the same in every run.
        var random = new Random(conversation);
        var milliseconds = new double[turns];
        for (var turn = 0; turn < turns; turn++)
        {
            if (pause == TimeSpan.Zero)
                await Task.Yield();
            else
                await Task.Delay(pause * -Math.Log(1 - random.NextDouble()), cancellationToken);
            var message = new Activity(ActivityTypes.Message)
            {
                Id = $"{round}-{turn}",
                Text = $"Message {turn}: the rain never stops and I forgot my umbrella at home",
                ChannelId = "webchat",
                ServiceUrl = "http://127.0.0.1:1/",
                From = new ChannelAccount($"user-{conversation}"),
                Recipient = new ChannelAccount("bot"),
                Conversation = new ConversationAccount(id: $"conversation-{conversation}"),
            };
            var started = Stopwatch.GetTimestamp();
            await adapter.RunAsync(message, HostBotAsync, cancellationToken);
            milliseconds[turn] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
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
