using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.UserFeedback;

/// <summary>The entity that makes Web Chat show thumbs under a message, and what comes back from a click.</summary>
/// <remarks>Schema.org's Message with LikeAction and DislikeAction; a click returns the action with its urlTemplate unchanged.</remarks>
internal static class FeedbackEntity
{
    /// <summary>The name of the event that a click sends.</summary>
    public const string EventName = "webchat:activity-status/feedback";

    private const string Message = "https://schema.org/Message";
    private const string Template = "ms-directline://postback?interaction=";
    private const string ImpressionParameter = "&imp=";

    /// <summary>Makes the entity of a message.</summary>
    public static Entity Create(string impression) =>
        new(Message)
        {
            Properties = new JObject
            {
                ["@context"] = "https://schema.org",
                ["@type"] = "Message",
                ["@id"] = "",
                ["potentialAction"] = new JArray(
                    Action("LikeAction", "like", impression),
                    Action("DislikeAction", "dislike", impression)
                ),
            },
        };

    /// <summary>Reads a click.</summary>
    /// <returns>The impression and whether it is liked; null when the activity is something else.</returns>
    public static (string Impression, bool Liked)? Read(Activity activity)
    {
        if (activity.Type != ActivityTypes.Event || activity.Name != EventName)
            return null;
        foreach (var entity in activity.Entities ?? [])
        {
            // The host bot may have an event of this name with entities of any shape.
            if (
                (entity?.Properties?["target"] as JObject)?["urlTemplate"] is not JValue { Value: string template }
                || !template.StartsWith(Template, StringComparison.Ordinal)
            )
                continue;
            var rest = template[Template.Length..];
            var cut = rest.IndexOf(ImpressionParameter, StringComparison.Ordinal);
            if (
                cut >= 0
                && rest[..cut] is "like" or "dislike"
                && rest[(cut + ImpressionParameter.Length)..] is { Length: > 0 and <= 64 } impression
            )
                return (impression, rest[..cut] == "like");
        }
        return null;
    }

    private static JObject Action(string type, string interaction, string impression) =>
        new()
        {
            ["@type"] = type,
            ["actionStatus"] = "PotentialActionStatus",
            ["target"] = new JObject
            {
                ["@type"] = "EntryPoint",
                ["urlTemplate"] = Template + interaction + ImpressionParameter + impression,
            },
        };
}
