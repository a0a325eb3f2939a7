using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DialClip.Benchmarks.Chaos;

/// <summary>
/// A connector that counts the replies that are shown to each message, of the plugin and of the host bot. One that
/// keeps the ids of the plugin's replies, as the local chat does, shows a reply that is sent again once; another one,
/// as most channels are, shows all it gets.
/// </summary>
internal sealed class ChaosChannel : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (int Plugin, int HostBot)> replies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> repetitions = new(StringComparer.Ordinal);
    private readonly WebApplication app;
    private readonly bool keepsReplyIds;
    private int sent;
    private int sentAgain;

    private ChaosChannel(WebApplication app, bool keepsReplyIds) =>
        (this.app, this.keepsReplyIds) = (app, keepsReplyIds);

    /// <summary>Gets the number of replies of the plugin that came once more under their id.</summary>
    public int SentAgain => sentAgain;

    /// <summary>Gets the service address of activities.</summary>
    public string ServiceUrl => app.Urls.First() + "/";

    /// <summary>Starts the connector on a free port of this machine.</summary>
    public static async Task<ChaosChannel> StartAsync(bool keepsReplyIds)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var channel = new ChaosChannel(app, keepsReplyIds);
        app.MapPost("/v3/conversations/{conversation}/activities/{message}", channel.ReceiveAsync);
        await app.StartAsync();
        return channel;
    }

    /// <summary>Gets the number of replies that were shown to a message.</summary>
    public (int Plugin, int HostBot) GetReplies(string message) => replies.GetValueOrDefault(message);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    // Counted when the whole reply has arrived, whoever waits for the response.
    private async Task<IResult> ReceiveAsync(string message, HttpRequest request)
    {
        var activity = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body);
        var reply = ReadReplyId(activity);
        var isPlugin = reply is not null;
        if (reply is not null && repetitions.AddOrUpdate(reply, 1, (_, count) => count + 1) > 1)
        {
            Interlocked.Increment(ref sentAgain);
            if (keepsReplyIds)
                return Results.Json(new { id = reply });
        }
        replies.AddOrUpdate(
            message,
            isPlugin ? (1, 0) : (0, 1),
            (_, count) => isPlugin ? (count.Plugin + 1, count.HostBot) : (count.Plugin, count.HostBot + 1)
        );
        return Results.Json(new { id = reply ?? $"reply-{Interlocked.Increment(ref sent)}" });
    }

    private static string? ReadReplyId(JsonElement activity) =>
        activity.TryGetProperty("channelData", out var data)
        && data.ValueKind == JsonValueKind.Object
        && data.TryGetProperty("dialclip", out var part)
            ? part.GetProperty("impression").GetString()
            : null;
}
