using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DialClip.Benchmarks.Soak;

/// <summary>A connector that collects the replies of the bot by message.</summary>
internal sealed class SoakChannel : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonElement>> replies = new(StringComparer.Ordinal);
    private readonly WebApplication app;
    private int sent;

    private SoakChannel(WebApplication app) => this.app = app;

    /// <summary>Gets the service address of activities.</summary>
    public string ServiceUrl => app.Urls.First() + "/";

    /// <summary>Starts the connector on a free port of this machine.</summary>
    public static async Task<SoakChannel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var channel = new SoakChannel(app);
        app.MapPost("/v3/conversations/{conversation}/activities/{message}", channel.ReceiveAsync);
        await app.StartAsync();
        return channel;
    }

    /// <summary>Removes and returns the replies to a message.</summary>
    public IReadOnlyList<JsonElement> TakeReplies(string message) =>
        replies.TryRemove(message, out var received) ? [.. received] : [];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task<IResult> ReceiveAsync(string message, HttpRequest request)
    {
        var id = $"reply-{Interlocked.Increment(ref sent)}";
        var activity = await JsonSerializer.DeserializeAsync<JsonElement>(
            request.Body,
            cancellationToken: request.HttpContext.RequestAborted
        );
        replies.GetOrAdd(message, _ => []).Enqueue(activity);
        return Results.Json(new { id });
    }
}
