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

    // Of the two log messages about a reply that may have been sent.
    private static readonly string[] Marks = ["because of 'answer-uncertain'", "the reply is sent again under its id"];

    private readonly Random random;
    private readonly string[] arguments;
    private readonly TextWriter progress;
    private readonly ChaosChannel channel;
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ConcurrentDictionary<string, int> deliveries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> acknowledged = new(StringComparer.Ordinal);
    private int uncertain;
    private TaskCompletionSource<Uri> host = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource underWay = new();
    private int taken;
    private volatile bool isOver;

    private ChaosRun(ChaosChannel channel, int seed, string[] arguments, TextWriter progress) =>
        (this.channel, random, this.arguments, this.progress) = (channel, new(seed), arguments, progress);

    /// <summary>Runs conversations and kills their host.</summary>
    /// <param name="conditions">The conditions; the storage outlives the host, unless it is its memory.</param>
    /// <param name="progress">Receives a line for each kill.</param>
    public static async Task<ChaosResult> RunAsync(ChaosCase conditions, TextWriter progress)
    {
        var folder = Directory.CreateTempSubdirectory("dialclip-chaos-");
        using var azurite = conditions.Storage == "Blob" ? new AzuriteServer() : null;
        try
        {
            string[] storage = conditions.Storage switch
            {
                "File" => ["--DialClip:Storage:Path", Path.Combine(folder.FullName, "records")],
                "Blob" =>
                [
                    "--DialClip:Storage:Container",
                    "chaos",
                    "--DialClip:Storage:ConnectionString",
                    await azurite!.GetConnectionStringAsync(),
                ],
                _ => [],
            };
            await using var channel = await ChaosChannel.StartAsync(conditions.KeepsReplyIds);
            await using var run = new ChaosRun(
                channel,
                conditions.Seed,
                [
                    .. storage,
                    "--DialClip:Storage:Kind",
                    conditions.Storage,
                    "--DialClip:Replies:WhenUncertain",
                    conditions.WhenUncertain.ToString(),
                    "--DialClip:Replies:Mode",
                    "Reply",
                    "--DialClip:Replies:ShowReasons",
                    "false",
                    "--DialClip:Media:BaseUrl",
                    "http://127.0.0.1:1/media/",
                    "--DialClip:Experiments:Log",
                    Path.Combine(folder.FullName, "experiments.jsonl"),
                ],
                progress
            );
            return await run.RunAsync(conditions.Kills);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
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
                host.SetResult(address);
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
            uncertain += Marks.Sum(mark => running.Output.Split(mark).Length - 1);
            await progress.WriteLineAsync($"life {life} of {kills}: {acknowledged.Count} messages taken");
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
        var address = await host.Task;
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
            acknowledged[message] = true;
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
        var shown = acknowledged.Keys.Select(channel.GetReplies).ToList();
        return new(
            kills,
            shown.Count,
            deliveries.Count(message => message.Value > 1),
            shown.Count(replies => replies.Plugin > 0),
            uncertain,
            channel.SentAgain,
            shown.Count(replies => replies == (0, 0)),
            shown.Count(replies => replies.Plugin > 0 && replies.Plugin + replies.HostBot > 1),
            shown.Count(replies => replies is { Plugin: > 0, HostBot: > 0 }),
            shown.Count(replies => replies is { Plugin: 0, HostBot: > 1 })
        );
    }
}
