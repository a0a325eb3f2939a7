using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace DialClip.Training.Tests.Hub;

/// <summary>A hub on a free port of this machine: serves well unless a test queues answers that are worse.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";
    public const string Listing = "listing";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, HubContent> files = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<RequestDelegate>> answers = new();
    private readonly ConcurrentDictionary<string, RequestDelegate> always = new();
    private readonly ConcurrentQueue<HubRequest> requests = new();

    private HubServer(WebApplication app) => this.app = app;

    /// <summary>Gets the address, such as http://127.0.0.1:12345.</summary>
    public string Address => app.Urls.Single();

    public int Port => new Uri(Address).Port;

    public IReadOnlyList<HubRequest> Requests => [.. requests];

    public static async Task<HubServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new HubServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public HubContent Put(string name, byte[] bytes) =>
        files[name] = HubContent.Create(bytes, large: name.EndsWith(".safetensors", StringComparison.Ordinal));

    public HubContent Put(string name, string text) => Put(name, Encoding.UTF8.GetBytes(text));

    public void Put(string name, HubContent content) => files[name] = content;

    public void Remove(string name) => files.TryRemove(name, out _);

    /// <summary>Queues answers: each request for the file takes one, after that the hub serves well again.</summary>
    public void Answer(string name, params RequestDelegate[] next)
    {
        var queue = answers.GetOrAdd(name, _ => new());
        foreach (var answer in next)
            queue.Enqueue(answer);
    }

    public void AlwaysAnswer(string name, RequestDelegate answer) => always[name] = answer;

    public IReadOnlyList<HubRequest> RequestsFor(string file) => [.. requests.Where(request => request.IsFor(file))];

    public static RequestDelegate Status(int status, string? retryAfter = null) =>
        context =>
        {
            context.Response.StatusCode = status;
            if (retryAfter is not null)
                context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        };

    public static RequestDelegate Redirect(string to, int status = 302) =>
        context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = to;
            return Task.CompletedTask;
        };

    /// <summary>
    /// Announces the rest, sends <paramref name="count"/> bytes, and then runs <paramref name="then"/>, or disconnects.
    /// </summary>
    public static RequestDelegate Part(HubContent content, int count, Func<HttpContext, Task>? then = null) =>
        async context =>
        {
            var from = (int)(context.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0);
            context.Response.Headers.ETag = $"\"{content.Tag}\"";
            context.Response.ContentLength = content.Bytes.Length - from;
            if (from > 0)
            {
                context.Response.StatusCode = StatusCodes.Status206PartialContent;
                context.Response.GetTypedHeaders().ContentRange = new ContentRangeHeaderValue(
                    from,
                    content.Bytes.Length - 1,
                    content.Bytes.Length
                );
            }
            await context.Response.Body.WriteAsync(
                content.Bytes.AsMemory(from, Math.Min(count, content.Bytes.Length - from))
            );
            await context.Response.Body.FlushAsync();
            if (then is not null)
                await then(context);
        };

    public static async Task UntilTheClientLeaves(HttpContext context)
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(left.SetResult);
        await left.Task;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        requests.Enqueue(
            new(
                context.Features.Get<IHttpRequestFeature>()!.RawTarget,
                headers.Range.ToString(),
                headers.IfRange.ToString(),
                headers.Authorization.ToString()
            )
        );
        var path = context.Request.Path.Value!;
        var name = path.StartsWith("/api/", StringComparison.Ordinal) ? Listing : path[(path.LastIndexOf('/') + 1)..];
        if (answers.TryGetValue(name, out var queue) && queue.TryDequeue(out var answer))
            await answer(context);
        else if (always.TryGetValue(name, out answer))
            await answer(context);
        else if (name == Listing)
            await context.Response.WriteAsync(ListingJson());
        else if (files.TryGetValue(name, out var file))
            await Results
                .Bytes(
                    file.Bytes,
                    "application/octet-stream",
                    enableRangeProcessing: true,
                    entityTag: new EntityTagHeaderValue($"\"{file.Tag}\"")
                )
                .ExecuteAsync(context);
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private string ListingJson() =>
        JsonSerializer.Serialize(
            new
            {
                sha = Commit,
                siblings = files.Select(file =>
                    file.Value.Large
                        ? (object)
                            new
                            {
                                rfilename = file.Key,
                                size = file.Value.Size,
                                blobId = new string('e', 40),
                                lfs = new
                                {
                                    sha256 = file.Value.Digest,
                                    size = file.Value.Size,
                                    pointerSize = 135,
                                },
                            }
                        : new
                        {
                            rfilename = file.Key,
                            size = file.Value.Size,
                            blobId = file.Value.Digest,
                        }
                ),
            }
        );
}
