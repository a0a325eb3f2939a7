using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DialClip.Bot.Host.Tests;

/// <summary>A collector on this machine that takes OTLP, over HTTP or gRPC, and keeps what it gets.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<string> bodies = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource answering = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OtlpReceiver(bool answers, HttpProtocols protocols)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        app = builder.Build();
        app.Run(TakeAsync);
        if (answers)
            answering.SetResult();
    }

    public ConcurrentQueue<(string Path, string Body, string? Key)> Requests { get; } = new();

    public string Address => app.Urls.First();

    /// <summary>Waits until a text has come with any signal.</summary>
    public async Task WaitForAsync(string text)
    {
        using var timeout = new CancellationTokenSource(Patience);
        await foreach (var body in bodies.Reader.ReadAllAsync(timeout.Token))
            if (body.Contains(text, StringComparison.Ordinal))
                return;
    }

    /// <summary>
    /// Gets all that came for a signal. Texts stand in OTLP as they are, in UTF-8; the tests use ASCII.
    /// </summary>
    public string Read(string signal) =>
        string.Concat(Requests.Where(request => request.Path == "/v1/" + signal).Select(request => request.Body));

    public string All => string.Concat(Requests.Select(request => request.Body));

    /// <summary>Starts it.</summary>
    /// <param name="answers">Whether it answers before it ends.</param>
    /// <param name="protocols">HTTP/1.1, or HTTP/2 for gRPC.</param>
    public static async Task<OtlpReceiver> StartAsync(
        bool answers = true,
        HttpProtocols protocols = HttpProtocols.Http1
    )
    {
        var receiver = new OtlpReceiver(answers, protocols);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Gets the variables by which a host exports to this collector over HTTP.</summary>
    /// <param name="variables">Further ones, which win.</param>
    public Dictionary<string, string?> Settings(params (string Name, string Value)[] variables)
    {
        var settings = new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        };
        foreach (var (name, value) in variables)
            settings[name] = value;
        return settings;
    }

    public async ValueTask DisposeAsync()
    {
        answering.TrySetResult();
        await app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var text = Encoding.Latin1.GetString(body.ToArray());
        Requests.Enqueue((context.Request.Path, text, context.Request.Headers["x-key"]));
        bodies.Writer.TryWrite(text);
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
