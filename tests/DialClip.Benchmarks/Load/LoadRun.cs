using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using DialClip.Benchmarks.Measures;
using DialClip.Benchmarks.Soak;

namespace DialClip.Benchmarks.Load;

/// <summary>Many people who write at once to one host, as fast as it answers.</summary>
/// <param name="conversations">The number of conversations, which take turns.</param>
/// <param name="concurrency">The number of messages that are under way at once.</param>
/// <param name="duration">The time of the load.</param>
internal sealed class LoadRun(int conversations, int concurrency, TimeSpan duration)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentBag<double> milliseconds = [];
    private readonly string[] sentences =
    [
        .. File.ReadLines(
                Path.Combine(RepositoryPaths.Root, "training", "data", "sticker-dialogs", "celebrations.jsonl")
            )
            .Select(ReadLastText)
            .OfType<string>(),
    ];
    private int unanswered;

    /// <summary>Measures a host with a garbage collector.</summary>
    /// <param name="isServer">Whether it is that of servers.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    public async Task<LoadResult> RunAsync(bool isServer, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("dialclip-load-");
        try
        {
            await using var channel = await SoakChannel.StartAsync();
            var (host, address) = await RunningProgram.StartHostAsync(
                new Dictionary<string, string> { ["DOTNET_gcServer"] = isServer ? "1" : "0" },
                "--DialClip:Experiments:Log",
                Path.Combine(folder.FullName, "experiments.jsonl"),
                "--DialClip:Replies:ShowReasons",
                "false",
                "--DialClip:Media:BaseUrl",
                "http://127.0.0.1:1/media/"
            );
            await using var running = host;
            using var process = Process.GetProcessById(host.Id);
            using var bot = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
            var atStart = ResidentMemory.GetForProcess(host.Id);
            var processor = process.TotalProcessorTime;
            var started = Stopwatch.GetTimestamp();
            var most = await LoadAsync(bot, channel, host.Id, cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(started);
            process.Refresh();
            var sorted = milliseconds.Order().ToList();
            return new(
                isServer ? "server" : "workstation",
                sorted.Count,
                Math.Round(sorted.Count / elapsed.TotalSeconds, 1),
                unanswered,
                Math.Round(sorted[sorted.Count / 2], 1),
                Math.Round(sorted[(int)(0.99 * (sorted.Count - 1))], 1),
                Math.Round((process.TotalProcessorTime - processor).TotalMilliseconds / sorted.Count, 1),
                ToMegabytes(atStart),
                ToMegabytes(most),
                ToMegabytes(ResidentMemory.GetForProcess(host.Id))
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Returns the most resident memory.
    private async Task<long> LoadAsync(
        HttpClient bot,
        SoakChannel channel,
        int host,
        CancellationToken cancellationToken
    )
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(duration);
        var free = new ConcurrentQueue<int>(Enumerable.Range(0, conversations));
        var writers = Enumerable.Range(0, concurrency).Select(_ => WriteAsync(bot, channel, free, end.Token)).ToList();
        var most = 0L;
        using var timer = new PeriodicTimer(Interval);
        while (!end.IsCancellationRequested)
        {
            most = Math.Max(most, ResidentMemory.GetForProcess(host));
            await Task.WhenAny(timer.WaitForNextTickAsync(CancellationToken.None).AsTask(), Task.WhenAll(writers));
        }
        await Task.WhenAll(writers);
        cancellationToken.ThrowIfCancellationRequested();
        return most;
    }

    // A conversation has one message under way, as with people.
    private async Task WriteAsync(HttpClient bot, SoakChannel channel, ConcurrentQueue<int> free, CancellationToken end)
    {
        for (var turn = 0; !end.IsCancellationRequested && free.TryDequeue(out var conversation); turn++)
        {
            var id = $"load-{conversation}-{Guid.NewGuid():N}";
            var started = Stopwatch.GetTimestamp();
            using var response = await bot.PostAsJsonAsync(
                "api/messages",
                new
                {
                    type = "message",
                    id,
                    channelId = "webchat",
                    serviceUrl = channel.ServiceUrl,
                    from = new { id = $"user-{conversation}" },
                    recipient = new { id = "bot" },
                    conversation = new { id = $"load-{conversation}" },
                    text = sentences[(conversation + turn) % sentences.Length],
                },
                CancellationToken.None
            );
            milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (!response.IsSuccessStatusCode || channel.TakeReplies(id).Count != 1)
                Interlocked.Increment(ref unanswered);
            free.Enqueue(conversation);
        }
    }

    private static string? ReadLastText(string line) =>
        JsonDocument
            .Parse(line)
            .RootElement.GetProperty("turns")
            .EnumerateArray()
            .Last()
            .TryGetProperty("text", out var text)
            ? text.GetString()
            : null;

    private static double ToMegabytes(long kilobytes) => Math.Round(kilobytes / 1024.0);
}
