using System.Collections.Concurrent;
using System.Net.Http.Json;

namespace DialClip.Benchmarks.Chaos;

/// <summary>
/// Kills the host at random moments while conversations are under way. As a channel does, each conversation delivers
/// its message again until the host takes it, and only then sends the next one.
/// </summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    private const int Conversations = 6;
    private const int LongestWait = 1000;

    // Most are answered by the plugin, some by the host bot.
    private static readonly string[] Texts =
    [
        "I got the job!",
        "we won the final",
        "my cat is asleep on my keyboard",
        "it rains again",
        "happy birthday to my sister",
        "the pizza is finally here",
        "I am so tired today",
        "what is the capital of France?",
    ];

    private readonly Random random;
    private readonly string[] arguments;
    private readonly TextWriter progress;
    private readonly ChaosChannel channel;
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ConcurrentDictionary<string, int> deliveries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> lives = new(StringComparer.Ordinal);
    private readonly List<int> uncertain = [];
    private TaskCompletionSource<(Uri Address, int Life)> host = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private TaskCompletionSource underWay = new();
    private int taken;
    private volatile bool isOver;

    private ChaosRun(ChaosChannel channel, int seed, string[] arguments, TextWriter progress) =>
        (this.channel, random, this.arguments, this.progress) = (channel, new(seed), arguments, progress);

    /// <summary>Runs conversations and kills their host.</summary>
    /// <param name="kills">The number of times that the host is killed.</param>
    /// <param name="seed">The seed of the moments.</param>
    /// <param name="storage">The host's arguments that name its storage, which outlives it.</param>
    /// <param name="progress">Receives a line for each kill.</param>
    public static async Task<ChaosResult> RunAsync(int kills, int seed, string[] storage, TextWriter progress)
    {
        await using var channel = await ChaosChannel.StartAsync();
        await using var run = new ChaosRun(
            channel,
            seed,
            [
                .. storage,
                "--DialClip:Replies:Mode",
                "Reply",
                "--DialClip:Replies:ShowReasons",
                "false",
                "--DialClip:Media:BaseUrl",
                "http://127.0.0.1:1/media/",
                "--DialClip:Experiments:Log",
                Path.Combine(Path.GetTempPath(), $"dialclip-chaos-{Guid.NewGuid():N}", "experiments.jsonl"),
            ],
            progress
        );
        return await run.RunAsync(kills);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<ChaosResult> RunAsync(int kills)
    {
        var talks = Enumerable.Range(0, Conversations).Select(TalkAsync).ToList();
        for (var life = 0; life <= kills; life++)
        {
            var (running, address) = await RunningProgram.StartHostAsync(arguments);
            await using (running)
            {
                underWay = new(TaskCreationOptions.RunContinuationsAsynchronously);
                taken = 0;
                host.SetResult((address, life));
                // A host that has just started has to load code for its first turns: the kill is among later ones.
                await underWay.Task;
                await Task.Delay(random.Next(LongestWait));
                isOver = life == kills;
                if (isOver)
                    await Task.WhenAll(talks);
                else
                    host = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            // Disposed is killed; what it printed is complete.
            uncertain.Add(running.Output.Split("'answer-uncertain'").Length - 1);
            await progress.WriteLineAsync($"life {life} of {kills}: {lives.Count} messages taken");
        }
        return Count(kills);
    }

    private async Task TalkAsync(int number)
    {
        for (var turn = 0; !isOver; turn++)
        {
            var message = $"chaos-{number}-{turn}";
            while (!await TryDeliverAsync(message, number, Texts[(turn + number) % Texts.Length])) { }
        }
    }

    // Whatever is not a success is delivered again, to the host that is there next.
    private async Task<bool> TryDeliverAsync(string message, int number, string text)
    {
        var (address, life) = await host.Task;
        deliveries.AddOrUpdate(message, 1, (_, count) => count + 1);
        var activity = new
        {
            type = "message",
            id = message,
            channelId = "webchat",
            serviceUrl = channel.ServiceUrl,
            from = new { id = $"user-{number}" },
            recipient = new { id = "bot" },
            conversation = new { id = $"chaos-{number}" },
            text,
        };
        try
        {
            using var response = await client.PostAsJsonAsync(new Uri(address, "api/messages"), activity);
            if (!response.IsSuccessStatusCode)
                return false;
            lives[message] = life;
            if (Interlocked.Increment(ref taken) == 2 * Conversations)
                underWay.TrySetResult();
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private ChaosResult Count(int kills)
    {
        var counted = lives.Keys.ToDictionary(message => message, channel.GetReplies);
        // Of the messages without a reply in the life of a host, as many are explained as it has logged.
        var silent = lives
            .Where(message => counted[message.Key] == (0, 0))
            .GroupBy(message => message.Value)
            .ToDictionary(group => group.Key, group => group.Count());
        var explained = silent.Sum(life => Math.Min(life.Value, uncertain[life.Key]));
        return new(
            kills,
            counted.Count,
            deliveries.Count(message => message.Value > 1),
            counted.Values.Count(replies => replies.Plugin > 0),
            silent.Values.Sum() - explained,
            counted.Values.Count(replies => replies.Plugin > 0 && replies.Plugin + replies.HostBot > 1),
            uncertain.Sum(),
            explained,
            counted.Values.Count(replies => replies is { Plugin: 0, HostBot: > 1 })
        );
    }
}
