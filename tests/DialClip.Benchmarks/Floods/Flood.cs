using System.Net.WebSockets;
using DialClip.Testing.Chat;

namespace DialClip.Benchmarks.Floods;

/// <summary>
/// A caller who does one thing again and again, at a fixed rate, from the address of everybody else.
/// </summary>
internal sealed class Flood(HttpClient client, string name, int perSecond)
{
    // As many as wait for their answers at once.
    private const int Concurrency = 8;

    private readonly ChatClient chat = new(client);
    private readonly byte[] frame = new byte[1024];
    private ChatClient.OpenedConversation? own;
    private int sent;

    /// <summary>The names of all floods.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "no token",
        "forged tokens",
        "wrong secrets",
        "messages with a token of its own",
        "data on a stream of its own",
    ];

    /// <summary>Gets the number of requests, or frames, that were sent.</summary>
    public int Sent => sent;

    /// <summary>Gets a conversation of its own.</summary>
    public async Task PrepareAsync(Func<Task<ChatClient.OpenedConversation>> openAsync) => own = await openAsync();

    /// <summary>Runs until it is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => RunOneAsync(cancellationToken)));

    private async Task RunOneAsync(CancellationToken cancellationToken)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds((double)Concurrency / perSecond));
        try
        {
            while (await pace.WaitForNextTickAsync(cancellationToken))
            {
                if (name == Names[4])
                    await SendFramesAsync(pace, cancellationToken);
                else
                    (await SendAsync()).Dispose();
                Interlocked.Increment(ref sent);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private Task<HttpResponseMessage> SendAsync() =>
        name == Names[0] ? chat.SendAsync(HttpMethod.Get, "v3/directline/session/getsessionid", null, null)
        : name == Names[1] ? chat.SendAsync(HttpMethod.Post, "v3/directline/tokens/refresh", "", "forged")
        : name == Names[2] ? chat.SendAsync(HttpMethod.Post, "v3/directline/tokens/generate", "", "guess")
        : chat.SendAsync(
            HttpMethod.Post,
            $"v3/directline/conversations/{own!.Id}/activities",
            ChatClient.CreateMessage("It pours", $"flood-{sent}").ToString(),
            own.Token
        );

    private async Task SendFramesAsync(PeriodicTimer pace, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        try
        {
            using var resumed = await chat.SendAsync(
                HttpMethod.Get,
                $"v3/directline/conversations/{own!.Id}",
                null,
                own.Token
            );
            var body = Newtonsoft.Json.Linq.JObject.Parse(await resumed.Content.ReadAsStringAsync(cancellationToken));
            if (body["streamUrl"] is not { } stream)
                return;
            await socket.ConnectAsync(new Uri((string)stream!), cancellationToken);
            do
            {
                await socket.SendAsync(frame, WebSocketMessageType.Binary, true, cancellationToken);
                Interlocked.Increment(ref sent);
            } while (await pace.WaitForNextTickAsync(cancellationToken));
        }
        catch (WebSocketException)
        {
            // The host hung up: the next stream.
        }
    }
}
