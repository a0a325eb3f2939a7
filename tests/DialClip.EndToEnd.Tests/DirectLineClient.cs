using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace DialClip.EndToEnd.Tests;

/// <summary>A chat without a browser.</summary>
internal sealed class DirectLineClient : IDisposable
{
    private readonly HttpClient client;
    private readonly string conversation;
    private readonly string user;
    private int sent;

    private DirectLineClient(HttpClient client, string conversation, string user) =>
        (this.client, this.conversation, this.user) = (client, conversation, user);

    /// <summary>Gets the conversation's id.</summary>
    public string Conversation => conversation;

    public static async Task<DirectLineClient> OpenAsync(Uri address, string user)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        using var generated = await client.PostAsJsonAsync(
            "v3/directline/tokens/generate",
            new { user = new { id = user } }
        );
        var token = await generated.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            token.GetProperty("token").GetString()
        );
        using var opened = await client.PostAsync("v3/directline/conversations", null);
        opened.EnsureSuccessStatusCode();
        return new(client, token.GetProperty("conversationId").GetString()!, user);
    }

    /// <summary>Says something; the bot has answered when this returns.</summary>
    public async Task SayAsync(string text)
    {
        using var response = await client.PostAsJsonAsync(
            Path("activities"),
            new
            {
                type = "message",
                text,
                from = new { id = user },
                channelData = new { clientActivityID = $"{sent++}" },
            }
        );
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Likes or dislikes the last reply that can be.</summary>
    public async Task RateAsync(bool like)
    {
        var last = (await ActivitiesAsync()).Last(activity =>
            activity.TryGetProperty("entities", out var entities) && entities.GetArrayLength() > 0
        );
        var action = last.GetProperty("entities")[0].GetProperty("potentialAction")[like ? 0 : 1];
        using var response = await client.PostAsJsonAsync(
            Path("activities"),
            new
            {
                type = "event",
                name = "webchat:activity-status/feedback",
                from = new { id = user },
                entities = new[]
                {
                    new
                    {
                        type = "https://schema.org/" + action.GetProperty("@type").GetString(),
                        target = action.GetProperty("target"),
                    },
                },
            }
        );
        response.EnsureSuccessStatusCode();
    }

    public async Task<IReadOnlyList<JsonElement>> ActivitiesAsync() =>
        [
            .. (await client.GetFromJsonAsync<JsonElement>(Path("activities")))
                .GetProperty("activities")
                .EnumerateArray(),
        ];

    public void Dispose() => client.Dispose();

    private string Path(string what) => $"v3/directline/conversations/{conversation}/{what}";
}
