using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace DialClip.EndToEnd.Tests;

[Collection(ChatFixture.Name)]
public sealed class ChatHostilePageTests(ChatFixture chromium)
{
    private const string Secret = "Our puppy has chewed up the sofa cushions";

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task HostilePage_InTheSameBrowser_LearnsAndChangesNothing()
    {
        var (host, address) = await chromium.HostAsync();
        await using var profile = await chromium.ProfileAsync();
        var victim = await ChatPage.OpenAsync(address, await profile.NewPageAsync());
        await victim.AskAsync(Secret);
        // The other side even knows the conversation's name, and holds a good token and stream of a conversation of its
        // own.
        var own = await OpenConversationAsync(address);
        await using var site = await HostilePage.StartAsync(address);
        var page = await profile.NewPageAsync();
        await page.GotoAsync(site.Address.AbsoluteUri);

        var learned = await page.EvaluateAsync<Dictionary<string, string>>(
            "([own, victim]) => attack(own, victim)",
            new object[]
            {
                new
                {
                    id = own.Id,
                    token = own.Token,
                    stream = own.Stream,
                },
                new { id = await victim.ConversationAsync() },
            }
        );

        Assert.Equal(16, learned.Count);
        Assert.All(learned, attempt => Assert.Equal((attempt.Key, "nothing"), (attempt.Key, attempt.Value)));
        Assert.Equal(0, await page.FrameLocator("iframe").Locator("#chat").CountAsync());
        // Whatever was sent blindly had no effect.
        await victim.AskAsync("Let's order pizza tonight");
        Assert.Equal((2, 2), (await victim.Own.CountAsync(), await victim.Pictures.CountAsync()));
        Assert.DoesNotContain("forged", await victim.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Contains("was refused", host.Output, StringComparison.Ordinal);
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task HostilePage_WhoseNameWasReboundToThisMachine_IsRefused()
    {
        var address = (await chromium.HostAsync()).Address;
        await using var profile = await chromium.ProfileAsync();
        var page = await profile.NewPageAsync();

        var rebound = await page.GotoAsync($"http://{ChatFixture.ReboundName}:{address.Port}/");
        var catalogs = await page.EvaluateAsync<int>("async () => (await fetch('/dialclip/catalogs')).status");
        var token = await page.EvaluateAsync<int>(
            "async () => (await fetch('/v3/directline/tokens/generate', { method: 'POST' })).status"
        );

        Assert.Equal((403, 403, 403), (rebound!.Status, catalogs, token));
    }

    [RequiresFact(Tool.Stickers)]
    public async Task OwnToken_OnAnotherConversation_OpensNothing()
    {
        var address = (await chromium.HostAsync()).Address;
        var (mine, theirs) = (await OpenConversationAsync(address), await OpenConversationAsync(address));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", mine.Token);

        using var read = await client.GetAsync($"v3/directline/conversations/{theirs.Id}/activities");
        using var resumed = await client.GetAsync($"v3/directline/conversations/{theirs.Id}");
        using var stream = await client.GetAsync(
            new UriBuilder(mine.Stream)
            {
                Scheme = "http",
                Path = new Uri(mine.Stream).AbsolutePath.Replace(mine.Id, theirs.Id, StringComparison.Ordinal),
            }.Uri
        );

        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden],
            new[] { read, resumed, stream }.Select(response => response.StatusCode)
        );
    }

    private static async Task<(string Id, string Token, string Stream)> OpenConversationAsync(Uri address)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        using var generated = await client.PostAsync("v3/directline/tokens/generate", null);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            Text(JsonDocument.Parse(await generated.Content.ReadAsStringAsync()), "token")
        );
        using var opened = await client.PostAsync("v3/directline/conversations", null);
        var answer = JsonDocument.Parse(await opened.Content.ReadAsStringAsync());
        return (Text(answer, "conversationId"), Text(answer, "token"), Text(answer, "streamUrl"));
    }

    private static string Text(JsonDocument answer, string name) => answer.RootElement.GetProperty(name).GetString()!;
}
