using System.Net;

namespace DialClip.LocalChat.Tests;

public sealed class LocalChatTests
{
    [Theory]
    [InlineData("Production", "", HttpStatusCode.NotFound)]
    [InlineData("Production", "true", HttpStatusCode.OK)]
    [InlineData("Development", "", HttpStatusCode.OK)]
    [InlineData("Development", "false", HttpStatusCode.NotFound)]
    public async Task Map_ByEnvironmentAndSetting_IsThereOrNot(
        string environment,
        string enabled,
        HttpStatusCode expected
    )
    {
        await using var host = await ChatHost.StartAsync(
            new Dictionary<string, string?> { ["DialClip:DirectLine:Enabled"] = enabled },
            environment: environment
        );

        using var page = await host.Client.GetAsync("/");
        using var token = await host.Client.PostAsync("/v3/directline/tokens/generate", null);
        using var messages = await host.Client.PostAsync("/api/messages", new StringContent("{"));

        Assert.Equal([expected, expected], new[] { page.StatusCode, token.StatusCode });
        Assert.NotEqual(HttpStatusCode.NotFound, messages.StatusCode);
    }

    [Fact]
    public async Task Page_ComesWithItsPolicyAndWithoutInlineScript()
    {
        await using var host = await ChatHost.StartAsync();

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

    [Fact]
    public async Task Start_AddressReachesOtherMachinesAndNoSecret_Refuses()
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() =>
            ChatHost.StartAsync(new Dictionary<string, string?> { ["urls"] = "http://127.0.0.1:0;http://*:0" })
        );

        Assert.Contains("'http://*:0' can be reached from other machines", error.Message, StringComparison.Ordinal);
        Assert.Contains("'DialClip:DirectLine:Secret'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Forwarded")]
    [InlineData("X-Forwarded-For")]
    [InlineData("x-forwarded-proto")]
    [InlineData("X-Original-For")]
    [InlineData("X-Real-IP")]
    [InlineData("Via")]
    public async Task AnyRequest_PassedOnFromElsewhere_IsRefusedWithoutASecret(string header)
    {
        await using var host = await ChatHost.StartAsync();

        using var token = await host.Chat.BrowseAsync(
            HttpMethod.Post,
            "v3/directline/tokens/generate",
            null,
            (header, "x")
        );
        using var page = await host.Chat.BrowseAsync(HttpMethod.Get, "", null, (header, "x"));

        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden], new[] { token.StatusCode, page.StatusCode });
    }

    [Fact]
    public async Task Token_PassedOnToAHostWithASecret_IsGiven()
    {
        var secret = new string('s', 32);
        await using var host = await ChatHost.StartAsync(
            new Dictionary<string, string?> { ["DialClip:DirectLine:Secret"] = secret }
        );

        using var token = await host.Chat.BrowseAsync(
            HttpMethod.Post,
            "v3/directline/tokens/generate",
            secret,
            ("X-Forwarded-For", "192.0.2.1")
        );

        Assert.Equal(HttpStatusCode.OK, token.StatusCode);
    }
}
