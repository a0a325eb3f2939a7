using System.Net;
using DialClip.Bot.Host;
using DialClip.Model.Loading;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.Host;

public sealed class HostTests
{
    [Fact]
    public async Task Page_ComesWithItsPolicyAndWithoutInlineScript()
    {
        await using var host = await HostHarness.StartAsync();

        using var response = await host.Client.GetAsync("/");
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(
            "script-src 'self';",
            response.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        using var script = await host.Client.GetAsync("/chat.js");
        Assert.Equal("text/javascript", script.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("Production", null, HttpStatusCode.NotFound)]
    [InlineData("Production", "true", HttpStatusCode.OK)]
    [InlineData("Development", null, HttpStatusCode.OK)]
    [InlineData("Development", "false", HttpStatusCode.NotFound)]
    public async Task LocalChat_ByEnvironmentAndSetting_IsThereOrNot(
        string environment,
        string? enabled,
        HttpStatusCode expected
    )
    {
        string[] setting = enabled is null ? [] : ["--DialClip:DirectLine:Enabled", enabled];
        var app = HostApplication.Build([
            "--environment",
            environment,
            "--urls",
            "http://127.0.0.1:0",
            "--DialClip:Store:Path",
            "none",
            .. setting,
        ]);
        await using (app)
        {
            await app.StartAsync();
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
            {
                BaseAddress = new(app.Urls.First()),
            };

            using var page = await client.GetAsync("/");
            using var token = await client.PostAsync("/v3/directline/tokens/generate", null);
            using var messages = await client.PostAsync("/api/messages", new StringContent("{"));

            Assert.Equal([expected, expected], new[] { page.StatusCode, token.StatusCode });
            Assert.NotEqual(HttpStatusCode.NotFound, messages.StatusCode);
        }
    }

    [Fact]
    public async Task Media_ListedPicture_IsServedForGood()
    {
        await using var host = await HostHarness.StartAsync();
        var catalog = Digest(host);

        using var response = await host.Client.GetAsync($"/media/{catalog}/green.bmp");
        using var drawing = await host.Client.GetAsync($"/media/{catalog}/red.svg");

        Assert.Equal(
            TinyBundle.Pictures.Single(picture => picture.Id == "green").Bmp,
            await response.Content.ReadAsByteArrayAsync()
        );
        Assert.Contains(response.Headers.CacheControl!.Extensions, extension => extension.Name == "immutable");
        Assert.Contains(
            "sandbox",
            drawing.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.Equal("image/svg+xml", drawing.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("none.bmp")]
    [InlineData("green.svg")]
    [InlineData("..%2Fmanifest.json")]
    [InlineData("..%2f..%2fitems.jsonl")]
    [InlineData("text:hello.png")]
    public async Task Media_AnythingElse_IsNotFound(string file)
    {
        await using var host = await HostHarness.StartAsync();

        using var response = await host.Client.GetAsync($"/media/{Digest(host)}/{file}");
        using var other = await host.Client.GetAsync("/media/000000000000/green.bmp");

        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            new[] { response.StatusCode, other.StatusCode }
        );
    }

    [Fact]
    public async Task Health_ModelLoaded_IsReady()
    {
        await using var host = await HostHarness.StartAsync();

        Assert.Contains("ready: 6 items", await host.Client.GetStringAsync("/healthz/ready"), StringComparison.Ordinal);
        Assert.Equal("alive\n", await host.Client.GetStringAsync("/healthz/live"));
    }

    [Fact]
    public async Task Health_StoreIsEmpty_SaysWhatIsMissing()
    {
        var empty = Directory.CreateTempSubdirectory("dialclip-empty-");
        var app = HostApplication.Build(["--urls", "http://127.0.0.1:0", "--DialClip:Store:Path", empty.FullName]);
        await using (app)
        {
            await app.StartAsync();
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
            {
                BaseAddress = new(app.Urls.First()),
            };

            using var response = await client.GetAsync("/healthz/ready");

            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            // Neither the store's place nor what is missing there.
            Assert.Equal(
                "not ready: No model is loaded yet; the log says why.\n",
                await response.Content.ReadAsStringAsync()
            );
        }
        empty.Delete(recursive: true);
    }

    [Theory]
    [InlineData("--DialClip:Replise:Top 3", "'DialClip:Replise' is not a setting", "'Replies'")]
    [InlineData("--DialClip:Replies:Tpo 3", "'DialClip:Replies:Tpo' is not a setting", "'Top'")]
    [InlineData("--DialClip:Replies:Top 1000", "'DialClip:Replies:Top'", "between 1 and 100")]
    [InlineData("--DialClip:Timeouts:Turn soon", "'soon'", "a time span")]
    [InlineData("--DialClip:Conversation:TurnBudget 00:00:09", "has moved: set 'DialClip:Timeouts:Turn' instead")]
    [InlineData("--DialClip:Attachments:Timeout 00:00:04", "has moved: set 'DialClip:Timeouts:PictureFetch' instead")]
    [InlineData(
        "--environment Development --urls http://0.0.0.0:5000",
        "'http://0.0.0.0:5000' can be reached from other machines",
        "'DialClip:DirectLine:Secret'"
    )]
    [InlineData("--DialClip:DirectLine:Enabled true --urls http://*:5000", "'http://*:5000' can be reached", "Secret")]
    [InlineData(
        "--DialClip:DirectLine:AllowedOrigins:0 https://example.com/",
        "'DialClip:DirectLine:AllowedOrigins'",
        "'https://example.com/' is no origin"
    )]
    [InlineData("--DialClip:DirectLine:AllowedOrigins:0 *", "'*' is no origin")]
    [InlineData(
        "--DialClip:DirectLine:Secret hush",
        "'DialClip:DirectLine:Secret'",
        "has 4 characters; expected 32 or more"
    )]
    [InlineData("--DialClip:DirectLine:BotEndpoint ftp://bot", "'ftp://bot' is no address of a bot")]
    public Task Run_SettingsThatCannotBe_RefusesWithOneMessage(string arguments, params string[] parts) =>
        AssertRefusedAsync(arguments, parts);

    private static async Task AssertRefusedAsync(string arguments, params string[] parts)
    {
        var errors = new StringWriter();

        var code = await HostRunner.RunAsync(arguments.Split(' '), errors);

        Assert.Equal(HostRunner.Refused, code);
        Assert.All(parts, part => Assert.Contains(part, errors.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", errors.ToString(), StringComparison.Ordinal);
    }

    private static string Digest(HostHarness host)
    {
        using var lease = host.Services.GetRequiredService<ModelSource>().Acquire();
        return lease.Model.Catalog.Digest[..12];
    }
}
