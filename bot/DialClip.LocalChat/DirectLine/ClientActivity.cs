using Microsoft.AspNetCore.Http;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.DirectLine;

/// <summary>
/// Filter of clients' activities: a client speaks for its own user only, neither for the bot nor for the channel.
/// </summary>
internal static class ClientActivity
{
    private const string MessageEntity = "https://schema.org/Message";
    private const int MaxName = 256;

    // Others, such as conversationUpdate, are sent by channels only.
    private static readonly string[] Types = ["message", "event", "typing", "messageReaction", "endOfConversation"];

    // Other fields direct replies, or belong to the channel.
    private static readonly string[] Fields =
    [
        "type",
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
    ];

    /// <summary>Creates the activity that is stored and delivered.</summary>
    /// <param name="sent">The activity as the client sent it.</param>
    /// <param name="user">The user that its token names; null when it names none.</param>
    /// <exception cref="BadHttpRequestException">
    /// A client cannot send that type, or a field has the wrong kind of value.
    /// </exception>
    public static JObject Create(JObject sent, string? user)
    {
        if (sent["type"]?.Type != JTokenType.String || !Types.Contains((string)sent["type"]!))
            throw new BadHttpRequestException(
                $"A client cannot send an activity of type '{sent["type"]}'; "
                    + $"expected one of {string.Join(", ", Types)}.",
                StatusCodes.Status400BadRequest
            );
        ActivityFields.Require(sent);
        var activity = new JObject(sent.Properties().Where(property => Fields.Contains(property.Name)));
        activity["from"] = CreateFrom(sent["from"] as JObject, user);
        // Reasons and labels are set by the bot on its own messages only.
        (activity["channelData"] as JObject)?.Remove("dialclip");
        if ((string)sent["type"]! != "event" && activity["entities"] is JArray entities)
            foreach (
                var entity in entities
                    .Where(entity => (entity as JObject)?["type"]?.ToString() == MessageEntity)
                    .ToList()
            )
                entity.Remove();
        return activity;
    }

    /// <summary>Gets the client's own id of its activity; null when it set none.</summary>
    public static string? GetSenderId(JObject activity) =>
        (activity["channelData"] as JObject)?["clientActivityID"]
            is JValue { Value: string { Length: > 0 and <= MaxName } id }
            ? "client:" + id
            : null;

    /// <summary>Gets the user that a body names; null when it names none.</summary>
    /// <exception cref="BadHttpRequestException">The user or its id has the wrong kind of value.</exception>
    public static string? GetUser(JObject body)
    {
        ActivityFields.RequireUser(body);
        return GetShortText((body["user"] as JObject)?["id"]);
    }

    private static JObject CreateFrom(JObject? sent, string? user)
    {
        var from = new JObject { ["id"] = user ?? GetShortText(sent?["id"]) ?? "user", ["role"] = "user" };
        if (GetShortText(sent?["name"]) is { } name)
            from["name"] = name;
        return from;
    }

    private static string? GetShortText(JToken? token) =>
        token is JValue { Value: string { Length: > 0 and <= MaxName } text } ? text : null;
}
