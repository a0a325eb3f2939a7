using System.Net;

namespace DialClip.LocalChat.Tests;

public sealed class DirectLineBrowserTests
{
    private const string Generate = "v3/directline/tokens/generate";
    private const string Foreign = "http://127.0.0.1:9";

    [Fact]
    public async Task Request_FromAPageOfAnotherOrigin_IsRefused()
    {
        await using var host = await ChatHost.StartAsync();
        var conversation = await host.Chat.OpenAsync();
        var answers = new List<(string What, HttpStatusCode Status, bool Readable)>();

        async Task TryAsync(string what, HttpMethod method, string path, params (string, string)[] headers)
        {
            using var response = await host.Chat.BrowseAsync(method, path, conversation.Token, headers);
            answers.Add((what, response.StatusCode, response.Headers.Contains("Access-Control-Allow-Origin")));
        }

        await TryAsync("a token", HttpMethod.Post, Generate, ("Origin", Foreign));
        await TryAsync("a token, sandboxed", HttpMethod.Post, Generate, ("Origin", "null"));
        await TryAsync("a token, without an origin", HttpMethod.Post, Generate, ("Sec-Fetch-Site", "same-site"));
        await TryAsync(
            "a preflight",
            HttpMethod.Options,
            Generate,
            ("Origin", Foreign),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization")
        );
        await TryAsync(
            "the catalogs",
            HttpMethod.Get,
            "dialclip/catalogs",
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Mode", "no-cors")
        );
        await TryAsync(
            "the page in a frame",
            HttpMethod.Get,
            "",
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Mode", "navigate"),
            ("Sec-Fetch-Dest", "iframe")
        );
        await TryAsync("a message to the bot", HttpMethod.Post, "api/messages", ("Origin", Foreign));
        await TryAsync(
            "a stream",
            HttpMethod.Get,
            conversation.Stream.PathAndQuery.TrimStart('/'),
            ("Origin", Foreign),
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
        );

        Assert.All(answers, answer => Assert.Equal((answer.What, HttpStatusCode.Forbidden, false), answer));
        Assert.Equal(8, answers.Count);
    }

    [Fact]
    public async Task Request_UnderANameThatIsNotThisMachines_IsRefusedWithoutASecret()
    {
        await using var host = await ChatHost.StartAsync();
        var rebound = $"evil.example:{host.Origin.Port}";

        using var token = await host.Chat.BrowseAsync(
            HttpMethod.Post,
            Generate,
            null,
            ("Host", rebound),
            ("Origin", "http://" + rebound),
            ("Sec-Fetch-Site", "same-origin")
        );
        using var page = await host.Chat.BrowseAsync(HttpMethod.Get, "", null, ("Host", rebound));
        using var catalogs = await host.Chat.BrowseAsync(
            HttpMethod.Get,
            "dialclip/catalogs",
            null,
            ("Host", rebound),
            ("Sec-Fetch-Site", "same-origin")
        );
        using var bot = await host.Chat.BrowseAsync(
            HttpMethod.Post,
            "api/messages",
            null,
            ("Host", rebound),
            ("Origin", "http://" + rebound)
        );
        using var health = await host.Chat.BrowseAsync(HttpMethod.Get, "healthz/live", null, ("Host", rebound));
        using var local = await host.Chat.BrowseAsync(
            HttpMethod.Post,
            Generate,
            null,
            ("Host", $"localhost:{host.Origin.Port}")
        );

        Assert.Equal(
            [
                HttpStatusCode.Forbidden,
                HttpStatusCode.Forbidden,
                HttpStatusCode.Forbidden,
                HttpStatusCode.Forbidden,
                HttpStatusCode.OK,
                HttpStatusCode.OK,
            ],
            new[] { token, page, catalogs, bot, health, local }.Select(response => response.StatusCode)
        );
    }

    [Fact]
    public async Task Request_FromAnAllowedOrigin_IsAnsweredReadably()
    {
        await using var host = await ChatHost.StartAsync(
            new Dictionary<string, string?> { ["DialClip:DirectLine:AllowedOrigins:0"] = "https://chat.example" }
        );

        using var preflight = await host.Chat.BrowseAsync(
            HttpMethod.Options,
            Generate,
            null,
            ("Origin", "https://chat.example"),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization,content-type,x-ms-bot-agent")
        );
        using var token = await host.Chat.BrowseAsync(
            HttpMethod.Post,
            Generate,
            null,
            ("Origin", "https://chat.example"),
            ("Sec-Fetch-Site", "cross-site")
        );
        using var other = await host.Chat.BrowseAsync(
            HttpMethod.Post,
            Generate,
            null,
            ("Origin", "https://chat.example.evil"),
            ("Sec-Fetch-Site", "cross-site")
        );

        Assert.Equal(
            [HttpStatusCode.NoContent, HttpStatusCode.OK, HttpStatusCode.Forbidden],
            new[] { preflight, token, other }.Select(response => response.StatusCode)
        );
        Assert.Contains(
            "x-ms-bot-agent",
            preflight.Headers.GetValues("Access-Control-Allow-Headers").Single(),
            StringComparison.Ordinal
        );
        Assert.Equal("https://chat.example", token.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False(token.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Catalogs_WithASecret_AskForAToken()
    {
        await using var open = await ChatHost.StartAsync();
        await using var closed = await ChatHost.StartAsync(
            new Dictionary<string, string?>
            {
                ["DialClip:DirectLine:Secret"] = "open sesame, and close the door behind you",
            }
        );

        var listed = await open.Client.GetStringAsync("dialclip/catalogs");
        using var refused = await closed.Client.GetAsync("dialclip/catalogs");
        using var listedWithSecret = await closed.Chat.SendAsync(
            HttpMethod.Get,
            "dialclip/catalogs",
            null,
            "open sesame, and close the door behind you"
        );

        Assert.Equal(TinyBundle.CatalogPath, (string?)Newtonsoft.Json.Linq.JArray.Parse(listed)[0]["reference"]);
        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.OK],
            new[] { refused.StatusCode, listedWithSecret.StatusCode }
        );
    }
}
