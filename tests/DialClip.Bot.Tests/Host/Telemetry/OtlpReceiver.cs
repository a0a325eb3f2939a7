using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DialClip.Bot.Tests.Host.Telemetry;

/// <summary>A collector on this machine that takes OTLP, over HTTP or gRPC, and keeps what it gets.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TaskCompletionSource answering = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OtlpReceiver(bool answers, HttpProtocols protocols)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        app = builder.Build();
        app.Run(TakeAsync);
        if (answers)
            answering.SetResult();
    }

    public ConcurrentQueue<(string Path, string Body, string? Key)> Requests { get; } = new();

    public string Address => app.Urls.First();

    /// <summary>Gets all that came for a signal. Texts stand in OTLP as they are, in UTF-8; the tests use ASCII.</summary>
    public string Of(string signal) => string.Concat(Requests.Where(request => request.Path == "/v1/" + signal).Select(request => request.Body));

    public string All => string.Concat(Requests.Select(request => request.Body));

    /// <summary>Starts it.</summary>
    /// <param name="answers">Whether it answers before it ends.</param>
    /// <param name="protocols">HTTP/1.1, or HTTP/2 for gRPC.</param>
    public static async Task<OtlpReceiver> StartAsync(bool answers = true, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var receiver = new OtlpReceiver(answers, protocols);
        await receiver.app.StartAsync();
        return receiver;
    }

    public Dictionary<string, string?> Settings(params (string Name, string Value)[] more) => new(more.ToDictionary(pair => pair.Name, pair => (string?)pair.Value))
    {
        ["DialClip:Otlp:Endpoint"] = Address,
        ["DialClip:Otlp:Protocol"] = "HttpProtobuf",
    };

    public async ValueTask DisposeAsync()
    {
        answering.TrySetResult();
        await app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Requests.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray()), context.Request.Headers["x-key"]));
        await answering.Task;
        if (context.Request.ContentType != "application/grpc")
        {
            context.Response.ContentType = "application/x-protobuf";
            return;
        }
        context.Response.ContentType = "application/grpc";
        // An empty message: not compressed, of length 0.
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
