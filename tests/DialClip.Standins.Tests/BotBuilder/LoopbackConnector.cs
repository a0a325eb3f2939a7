using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace DialClip.Standins.Tests.BotBuilder;

/// <summary>A connector on this machine, on a port of its own, that records what bots call and answers as it is told.</summary>
internal sealed class LoopbackConnector : IAsyncDisposable
{
    private readonly WebApplication app;

    private LoopbackConnector(WebApplication app) => this.app = app;

    /// <summary>Gets the calls in their order.</summary>
    public ConcurrentQueue<Call> Calls { get; } = new();

    /// <summary>Gets or sets what every call is answered.</summary>
    public Func<Call, (int Status, string Body)> Answer { get; set; } = _ => (200, """{"id":"given"}""");

    public string Url => app.Urls.Single() + "/";

    public static async Task<LoopbackConnector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var connector = new LoopbackConnector(builder.Build());
        connector.app.Run(connector.HandleAsync);
        await connector.app.StartAsync();
        return connector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var call = new Call(context.Request.Method, context.Request.Path + context.Request.QueryString, body.Length == 0 ? null : JToken.Parse(body))
        {
            Conversation = context.Request.Headers["x-ms-conversation-id"],
        };
        Calls.Enqueue(call);
        (context.Response.StatusCode, var answer) = Answer(call);
        await context.Response.WriteAsync(answer);
    }

    internal sealed record Call(string Method, string Path, JToken? Body)
    {
        /// <summary>Gets the conversation that the call names in a header, which only a reply does.</summary>
        public string? Conversation { get; init; }
    }
}
