using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DialClip.Benchmarks.Chaos;

/// <summary>A connector that counts the replies to each message, of the plugin and of the host bot.</summary>
internal sealed class ChaosChannel : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (int Plugin, int HostBot)> replies = new(StringComparer.Ordinal);
    private readonly WebApplication app;
    private int sent;

    private ChaosChannel(WebApplication app) => this.app = app;

    /// <summary>Gets the service address of activities.</summary>
    public string ServiceUrl => app.Urls.First() + "/";

    /// <summary>Starts the connector on a free port of this machine.</summary>
    public static async Task<ChaosChannel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var channel = new ChaosChannel(app);
        app.MapPost("/v3/conversations/{conversation}/activities/{message}", channel.ReceiveAsync);
        await app.StartAsync();
        return channel;
    }

    /// <summary>Gets the number of replies to a message.</summary>
    public (int Plugin, int HostBot) GetReplies(string message) => replies.GetValueOrDefault(message);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    // Counted when the whole reply has arrived, whoever waits for the response.
    private async Task<IResult> ReceiveAsync(string message, HttpRequest request)
    {
        var activity = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body);
        var isPlugin =
            activity.TryGetProperty("channelData", out var data)
            && data.ValueKind == JsonValueKind.Object
            && data.TryGetProperty("dialclip", out _);
        replies.AddOrUpdate(
            message,
            isPlugin ? (1, 0) : (0, 1),
            (_, count) => isPlugin ? (count.Plugin + 1, count.HostBot) : (count.Plugin, count.HostBot + 1)
        );
        return Results.Json(new { id = $"reply-{Interlocked.Increment(ref sent)}" });
    }
}
