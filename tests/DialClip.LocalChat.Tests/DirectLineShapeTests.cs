using System.Net;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.Tests;

/// <summary>Every field of an activity with a value of every kind.</summary>
public sealed class DirectLineShapeTests
{
    private static readonly string[] Values =
    [
        "null",
        "true",
        "7",
        "-1.5e300",
        "99999999999999999999999999",
        "\"\"",
        "\"x\"",
        "\"\\ud800\"",
        "\"2030-01-31T10:00:00Z\"",
        "{}",
        "{\"id\":7}",
        "{\"$type\":\"System.Object\",\"$ref\":\"1\"}",
        "[]",
        "[null]",
        "[7]",
        "[\"x\"]",
        "[{}]",
        "[[]]",
    ];

    // With * in the value's place.
    private static readonly string[] Fields =
    [
        .. new[]
        {
            "text",
            "textFormat",
            "speak",
            "inputHint",
            "summary",
            "locale",
            "localTimestamp",
            "localTimezone",
            "attachments",
            "attachmentLayout",
            "suggestedActions",
            "entities",
            "channelData",
            "value",
            "valueType",
            "name",
            "label",
            "replyToId",
            "reactionsAdded",
            "reactionsRemoved",
            "code",
            "importance",
            "from",
            // Of these a client's are dropped.
            "id",
            "timestamp",
            "conversation",
            "recipient",
            "membersAdded",
            "relatesTo",
            "semanticAction",
            "textHighlights",
            "expiration",
            "listenFor",
            "topicName",
            "historyDisclosed",
            "channelId",
            "serviceUrl",
        }.Select(name => $"\"{name}\":*"),
        .. new[] { "contentType", "contentUrl", "content", "name", "thumbnailUrl" }.Select(name =>
            $$"""
                "attachments":[{"{{name}}":*}]
                """
        ),
        .. new[] { "contentUrl", "name", "thumbnailUrl", "content" }.Select(name =>
            $$"""
                "attachments":[{"contentType":"image/png","{{name}}":*}]
                """
        ),
        .. new[] { "type", "mentioned", "text", "name" }.Select(name =>
            $$"""
                "entities":[{"{{name}}":*}]
                """
        ),
        .. new[] { "mentioned", "text" }.Select(name =>
            $$"""
                "entities":[{"type":"mention","{{name}}":*}],"text":"<at>x</at> hello"
                """
        ),
        """
            "entities":[{"type":"mention","mentioned":{"id":*},"text":"x"}]
            """,
        .. new[] { "to", "actions" }.Select(name =>
            $$"""
                "suggestedActions":{"{{name}}":*}
                """
        ),
        .. new[] { "type", "title", "image", "text", "displayText", "value", "channelData" }.Select(name =>
            $$"""
                "suggestedActions":{"actions":[{"{{name}}":*}]}
                """
        ),
        .. new[] { "reactionsAdded", "reactionsRemoved" }.Select(name =>
            $$"""
                "{{name}}":[{"type":*}],"replyToId":"x"
                """
        ),
        .. new[] { "clientActivityID", "dialclip", "postBack", "imBack", "tenant", "team", "eventType" }.Select(name =>
            $$"""
                "channelData":{"{{name}}":*}
                """
        ),
        .. new[] { "impression", "like", "reaction", "catalog" }.Select(name =>
            $$"""
                "value":{"{{name}}":*},"channelData":{"postBack":true}
                """
        ),
        .. new[] { "id", "name", "role" }.Select(name =>
            $$"""
                "from":{"{{name}}":*}
                """
        ),
    ];

    [Theory]
    [InlineData("message")]
    [InlineData("event")]
    [InlineData("messageReaction")]
    [InlineData("endOfConversation")]
    [InlineData("typing")]
    public async Task Post_AnyFieldWithAnyValue_IsTakenOrTheClientsOwnError(string type)
    {
        using var logs = new FakeLoggerProvider();
        await using var host = await ChatHost.StartAsync(
            new Dictionary<string, string?>
            {
                ["DialClip:DirectLine:RequestsPerSecond"] = "100000",
                ["DialClip:DirectLine:MessagesPerSecond"] = "100000",
            },
            logs: logs
        );
        var conversation = await host.Chat.OpenAsync();
        var wrong = new List<string>();
        foreach (var field in Fields)
        {
            foreach (var value in Values)
            {
                var body = $$"""{"type":"{{type}}",{{field.Replace("*", value, StringComparison.Ordinal)}}}""";
                using var response = await host.Chat.SendAsync(
                    HttpMethod.Post,
                    $"v3/directline/conversations/{conversation.Id}/activities",
                    body,
                    conversation.Token
                );
                var answer = await response.Content.ReadAsStringAsync();
                if (response.StatusCode == HttpStatusCode.OK)
                    continue;
                if (
                    response.StatusCode != HttpStatusCode.BadRequest
                    || !((string?)JObject.Parse(answer)["error"]!["message"])!.Contains(
                        "expected",
                        StringComparison.Ordinal
                    )
                )
                    wrong.Add($"{(int)response.StatusCode} {answer} {body}");
            }
        }

        Assert.Empty(wrong);
        Assert.DoesNotContain(logs.Lines, line => line.Level >= LogLevel.Error);
        Assert.DoesNotContain(logs.Lines, line => line.Id.Id is 104 or 105 or 133);
    }
}
