using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using Newtonsoft.Json.Linq;

namespace DialClip.Testing.Chat;

/// <summary>Client of a local chat's Direct Line.</summary>
internal sealed class ChatClient(HttpClient client)
{
    /// <summary>Opens a conversation.</summary>
    public async Task<OpenedConversation> OpenAsync(string user = "web-1")
    {
        var token = await PostAsync(
            "v3/directline/tokens/generate",
            new JObject { ["user"] = new JObject { ["id"] = user } },
            null
        );
        var opened = await PostAsync("v3/directline/conversations", [], (string)token["token"]!);
        return new((string)opened["conversationId"]!, (string)opened["token"]!, new Uri((string)opened["streamUrl"]!));
    }

    public async Task<JObject> PostAsync(string path, JObject body, string? token)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body.ToString(), token);
        response.EnsureSuccessStatusCode();
        return JObject.Parse(await response.Content.ReadAsStringAsync());
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string? body,
        string? token,
        string type = "application/json"
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.SendAsync(request);
    }

    /// <summary>Sends a request with headers of its own, as a browser or another program would.</summary>
    public async Task<HttpResponseMessage> BrowseAsync(
        HttpMethod method,
        string path,
        string? token,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    /// <summary>Reads the activities of a conversation behind a watermark.</summary>
    public async Task<(List<JObject> Activities, string Watermark)> PollAsync(
        OpenedConversation conversation,
        string watermark = ""
    )
    {
        using var response = await SendAsync(
            HttpMethod.Get,
            $"v3/directline/conversations/{conversation.Id}/activities?watermark={watermark}",
            null,
            conversation.Token
        );
        response.EnsureSuccessStatusCode();
        var set = JObject.Parse(await response.Content.ReadAsStringAsync());
        return ([.. set["activities"]!.Cast<JObject>()], (string)set["watermark"]!);
    }

    /// <summary>Creates a message.</summary>
    public static JObject CreateMessage(string text, string clientId = "c1") =>
        new()
        {
            ["type"] = "message",
            ["text"] = text,
            ["from"] = new JObject { ["id"] = "web-1" },
            ["channelData"] = new JObject { ["clientActivityID"] = clientId },
        };

    /// <summary>Reads a stream until an activity matches.</summary>
    public static async Task<JObject> ReadUntilAsync(ClientWebSocket socket, Func<JObject, bool> predicate)
    {
        while (true)
        {
            if ((await ReadFrameAsync(socket))["activities"]!.Cast<JObject>().FirstOrDefault(predicate) is { } activity)
                return activity;
        }
    }

    /// <summary>Reads one frame of a stream.</summary>
    public static async Task<JObject> ReadFrameAsync(ClientWebSocket socket)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[64 * 1024];
        using var frame = new MemoryStream();
        ValueWebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(buffer.AsMemory(), timeout.Token);
            frame.Write(buffer, 0, received.Count);
        } while (!received.EndOfMessage);
        return JObject.Parse(Encoding.UTF8.GetString(frame.ToArray()));
    }

    internal sealed record OpenedConversation(string Id, string Token, Uri Stream);
}
