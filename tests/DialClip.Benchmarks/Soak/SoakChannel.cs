using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DialClip.Benchmarks.Soak;

/// <summary>The channel's side: takes what the bot sends, and knows to which message.</summary>
internal sealed class SoakChannel : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonElement>> replies = new(StringComparer.Ordinal);
    private readonly WebApplication app;
    private int sent;

    private SoakChannel(WebApplication app) => this.app = app;

    /// <summary>Gets the service address that activities name.</summary>
    public string ServiceUrl => app.Urls.First() + "/";

    /// <summary>Begins to listen on a free port of this machine.</summary>
    public static async Task<SoakChannel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var channel = new SoakChannel(app);
        app.MapPost("/v3/conversations/{conversation}/activities/{message}", channel.TakeAsync);
        await app.StartAsync();
        return channel;
    }

    /// <summary>Takes away what came in answer to a message.</summary>
    public IReadOnlyList<JsonElement> RepliesTo(string message) =>
        replies.TryRemove(message, out var found) ? [.. found] : [];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task<IResult> TakeAsync(string message, HttpRequest request)
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
