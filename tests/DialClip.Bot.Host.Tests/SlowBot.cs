using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.Tests;

/// <summary>A bot that answers messages when a test says so.</summary>
internal sealed class SlowBot : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim received = new(0);

    private SlowBot(WebApplication app) => this.app = app;

    /// <summary>Gets the address to which activities are sent.</summary>
    public string Endpoint => app.Urls.First() + "/api/messages";

    public static async Task<SlowBot> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var bot = new SlowBot(app);
        app.MapPost("/api/messages", bot.ReceiveAsync);
        await app.StartAsync();
        return bot;
    }

    /// <summary>Waits until a message has come.</summary>
    public Task WaitForMessageAsync() => received.WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>Lets all messages be answered.</summary>
    public void Answer() => go.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Answer();
        await app.DisposeAsync();
        client.Dispose();
        received.Dispose();
    }

    private async Task<IResult> ReceiveAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var activity = JObject.Parse(await reader.ReadToEndAsync());
        if ((string?)activity["type"] != "message")
            return Results.Ok();
        received.Release();
        await go.Task;
        var address = new Uri($"{activity["serviceUrl"]}v3/conversations/{activity["conversation"]!["id"]}/activities");
        using var response = await client.PostAsJsonAsync(
            address,
            new { type = "message", text = "answer to " + activity["text"] }
        );
        return response.IsSuccessStatusCode ? Results.Ok() : Results.StatusCode(500);
    }
}
