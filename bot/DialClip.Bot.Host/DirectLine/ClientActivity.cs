using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>What a client may say: it speaks for its own user only, and neither for the bot nor for the channel.</summary>
internal static class ClientActivity
{
    private const string MessageEntity = "https://schema.org/Message";
    private const int MaxName = 256;

    // The rest (membersAdded and the like) is news that only a channel gives.
    private static readonly string[] Types = ["message", "event", "typing", "messageReaction", "endOfConversation"];

    // What is not named here says where replies go and how, or belongs to the channel.
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

    /// <summary>Makes the activity that is shown and delivered.</summary>
    /// <param name="sent">As the client sent it.</param>
    /// <param name="user">The user that its token names; null when it names none.</param>
    /// <exception cref="BadHttpRequestException">A client cannot send that type.</exception>
    public static JObject Of(JObject sent, string? user)
    {
        if (sent["type"]?.Type != JTokenType.String || !Types.Contains((string)sent["type"]!))
            throw new BadHttpRequestException(
                $"A client cannot send an activity of type '{sent["type"]}'; expected one of {string.Join(", ", Types)}.",
                StatusCodes.Status400BadRequest
            );
        var activity = new JObject(sent.Properties().Where(property => Fields.Contains(property.Name)));
        activity["from"] = FromOf(sent["from"] as JObject, user);
        // Reasons and labels are how the bot speaks of its own messages.
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

    /// <summary>Gets the id by which the client knows its activity; null when it gave none.</summary>
    public static string? ClientIdOf(JObject activity) =>
        (activity["channelData"] as JObject)?["clientActivityID"]
            is JValue { Value: string { Length: > 0 and <= MaxName } id }
            ? id
            : null;

    /// <summary>Gets the user that a body names; null when it names none.</summary>
    public static string? UserOf(JObject body) => Short((body["user"] as JObject)?["id"]);

    private static JObject FromOf(JObject? sent, string? user)
    {
        var from = new JObject { ["id"] = user ?? Short(sent?["id"]) ?? "user", ["role"] = "user" };
        if (Short(sent?["name"]) is { } name)
            from["name"] = name;
        return from;
    }

    private static string? Short(JToken? token) =>
        token is JValue { Value: string { Length: > 0 and <= MaxName } text } ? text : null;
}
