using System.Net;
using Microsoft.AspNetCore.Http;

namespace DialClip.Bot.Host.Tests;

public sealed class HostTests
{
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
        using var empty = new TemporaryFolder();
        await using var host = await HostHarness.StartAsync(
            new Dictionary<string, string?> { ["DialClip:Store:Path"] = empty.Path },
            load: false
        );

        using var response = await host.Client.GetAsync("/healthz/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        // Neither the store's path nor what is missing there.
        Assert.Equal(
            "not ready: No model is loaded yet; the log says why.\n",
            await response.Content.ReadAsStringAsync()
        );
    }

    [Fact]
    public async Task Chat_MessageThatThePluginLeaves_IsAnsweredByTheBot()
    {
        await using var host = await HostHarness.StartAsync();
        var conversation = await host.Chat.OpenAsync();

        await host.Chat.PostAsync(
            $"v3/directline/conversations/{conversation.Id}/activities",
            ChatClient.CreateMessage("hello"),
            conversation.Token
        );

        Assert.Equal(
            [FallbackBot.Greeting, "hello", FallbackBot.Answer],
            (await host.Chat.PollAsync(conversation)).Activities.Select(activity => (string?)activity["text"])
        );
    }

    [Theory]
    [InlineData("media/000000000000/w1024/none.png", true)]
    [InlineData("media/000000000000/none.png", false)]
    public async Task Media_FasterThanAnAddressMay_IsLimitedWhereAPictureMayHaveToBeMade(string path, bool limited)
    {
        await using var host = await HostHarness.StartAsync();
        var statuses = new HashSet<HttpStatusCode>();

        for (var number = 0; number < 600 && !statuses.Contains(HttpStatusCode.TooManyRequests); number++)
            using (var response = await host.Client.GetAsync(path))
                statuses.Add(response.StatusCode);

        Assert.Equal(limited, statuses.Contains(HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Messages_TooLarge_AreRefused()
    {
        await using var host = await HostHarness.StartAsync();

        using var response = await host.Client.PostAsync(
            "api/messages",
            new StringContent(new string(' ', 2 * 1024 * 1024))
        );

        Assert.Equal(StatusCodes.Status413PayloadTooLarge, (int)response.StatusCode);
    }
}
