using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Schema;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.DirectLine;

/// <summary>
/// A check of the fields of a client's activity: a bot that gets another kind of value than it expects takes nothing of
/// the activity and does not say why.
/// </summary>
internal static class ActivityFields
{
    // The SDK takes a number for a text, and null for an entry of a list, which bots stumble over.
    private static readonly (string Name, JTokenType Type, string Expected)[] Kinds =
    [
        ("text", JTokenType.String, "a text"),
        ("speak", JTokenType.String, "a text"),
        ("summary", JTokenType.String, "a text"),
        ("textFormat", JTokenType.String, "a text"),
        ("inputHint", JTokenType.String, "a text"),
        ("locale", JTokenType.String, "a text"),
        ("localTimestamp", JTokenType.String, "a time such as 2026-01-31T10:00:00Z"),
        ("localTimezone", JTokenType.String, "a text"),
        ("attachmentLayout", JTokenType.String, "a text"),
        ("valueType", JTokenType.String, "a text"),
        ("name", JTokenType.String, "a text"),
        ("label", JTokenType.String, "a text"),
        ("replyToId", JTokenType.String, "a text"),
        ("code", JTokenType.String, "a text"),
        ("importance", JTokenType.String, "a text"),
        ("from", JTokenType.Object, "an object"),
        ("suggestedActions", JTokenType.Object, "an object"),
        ("attachments", JTokenType.Array, "a list of objects"),
        ("entities", JTokenType.Array, "a list of objects"),
        ("reactionsAdded", JTokenType.Array, "a list of objects"),
        ("reactionsRemoved", JTokenType.Array, "a list of objects"),
    ];

    private static readonly string[] Texts = ["id", "name", "role"];

    /// <summary>Requires that every field has the kind of value that bots expect.</summary>
    /// <param name="activity">The activity; fields that are null or missing are right.</param>
    /// <exception cref="BadHttpRequestException">A field has another kind; the message names it.</exception>
    public static void Require(JObject activity)
    {
        foreach (var (name, type, expected) in Kinds)
        {
            Require(activity[name], type, name, expected);
            if (activity[name] is JArray entries)
                for (var index = 0; index < entries.Count; index++)
                    if (entries[index].Type != JTokenType.Object)
                        throw CreateError($"{name}[{index}]", entries[index], "an object");
        }

        foreach (var name in Texts)
            Require((activity["from"] as JObject)?[name], JTokenType.String, "from." + name, "a text");
        RequireReadable(activity);
    }

    /// <summary>Requires that a body names its user, if it does, as an object with a text as id.</summary>
    /// <exception cref="BadHttpRequestException">It has another kind; the message names it.</exception>
    public static void RequireUser(JObject body)
    {
        Require(body["user"], JTokenType.Object, "user", "an object such as {\"id\":\"ann\"}");
        Require((body["user"] as JObject)?["id"], JTokenType.String, "user.id", "a text");
    }

    // What lies deeper is read as the SDK's adapter reads it.
    private static void RequireReadable(JObject activity)
    {
        try
        {
            using var reader = activity.CreateReader();
            HttpHelper.BotMessageSerializer.Deserialize<Activity>(reader);
        }
        catch (JsonException error)
        {
            var path = error switch
            {
                JsonReaderException reading => reading.Path,
                JsonSerializationException serializing => serializing.Path,
                _ => null,
            };
            var field = string.IsNullOrEmpty(path) ? "activity" : path;
            throw CreateError(field, activity.SelectToken(field), ExpectedValue(field));
        }
    }

    private static string ExpectedValue(string field) =>
        Kinds.FirstOrDefault(kind => kind.Name == field).Expected ?? "the kind of value that the Bot Framework names";

    private static void Require(JToken? value, JTokenType type, string field, string expected)
    {
        if (value is not null && value.Type != type && value.Type != JTokenType.Null)
            throw CreateError(field, value, expected);
    }

    private static BadHttpRequestException CreateError(string field, JToken? value, string expected) =>
        new($"The field '{field}' is {Describe(value)}; expected {expected}.", StatusCodes.Status400BadRequest);

    private static string Describe(JToken? value) =>
        value?.Type switch
        {
            JTokenType.Object => "an object",
            JTokenType.Array => "a list",
            JTokenType.Null => "null",
            JTokenType.Boolean => "a truth value",
            JTokenType.Integer or JTokenType.Float => "a number",
            JTokenType.String => $"'{Shorten((string)value!)}'",
            _ => "of another kind",
        };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
