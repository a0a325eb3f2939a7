using System.Net;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.Tests;

/// <summary>Activities to which no reply could be sent: the sender's fault, not the host's.</summary>
public sealed class AnswerableActivityTests
{
    public static TheoryData<string?, int, string> Conversations =>
        new()
        {
            { null, 1, "'conversation.id' is missing" },
            { "", 1, "'conversation.id' is missing" },
            { " ", 1, "'conversation.id' is missing" },
            { "c", 500_000, "'conversation.id' has 500000 characters" },
            { "c", BotAuthentication.AnswerableActivity.MaxIdLength + 1, "expected 4096 at most" },
            { "a\0b", 1, "the character U+0000 at 1" },
            { "+4917012345678\nforged", 1, "the character U+000A at 14" },
            { "\u001b[31m", 1, "the character U+001B at 0" },
            { "\ud800", 1, "the character U+FFFD at 0" },
            { "grün", 1, "the character U+00FC at 2" },
        };

    [Theory]
    [MemberData(nameof(Conversations))]
    public async Task Messages_OfAConversationThatCannotBeAnswered_AreRefusedAndNotLogged(
        string? id,
        int times,
        string expected
    )
    {
        var conversation = id is null
            ? JValue.CreateNull()
            : (JToken)new JObject { ["id"] = string.Concat(Enumerable.Repeat(id, times)) };

        var message = await SendAsync(new JObject { ["id"] = "1", ["conversation"] = conversation });

        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_WithAnEndlessId_AreRefusedAndNotLogged()
    {
        var message = await SendAsync(
            new JObject
            {
                ["id"] = new string('x', 500_000),
                ["conversation"] = new JObject { ["id"] = "c" },
            }
        );

        Assert.Contains("'id' has 500000 characters", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a:1-x_y|z@thread.tacv2;messageid=1")]
    [InlineData("../../etc/passwd?c#d")]
    public void Require_IdsOfChannels_AreTaken(string id) =>
        BotAuthentication.AnswerableActivity.Require(new() { Id = id, Conversation = new(id: id) });

    // The error message of the response.
    private static async Task<string> SendAsync(JObject ids)
    {
        using var logs = new FakeLoggerProvider();
        await using var host = await HostHarness.StartWithChatAsync(logs: logs);
        var activity = new JObject(ids)
        {
            ["type"] = "message",
            ["text"] = "hello",
            ["channelId"] = "webchat",
            ["serviceUrl"] = "http://127.0.0.1:1/",
            ["from"] = new JObject { ["id"] = "user" },
            ["recipient"] = new JObject { ["id"] = "bot" },
        };

        using var response = await host.Chat.SendAsync(HttpMethod.Post, "api/messages", activity.ToString(), null);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain(logs.Lines, line => line.Level >= LogLevel.Error);
        return (string)JObject.Parse(await response.Content.ReadAsStringAsync()).SelectToken("error.message")!;
    }
}
