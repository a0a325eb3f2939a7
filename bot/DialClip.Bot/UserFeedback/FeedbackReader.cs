using DialClip.Bot.Conversation;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.UserFeedback;

/// <summary>Reads feedback from activities: Web Chat's thumbs, Teams' feedback buttons, reactions.</summary>
internal static class FeedbackReader
{
    /// <summary>The invoke that Teams' feedback buttons send.</summary>
    public const string TeamsInvoke = "message/submitAction";

    /// <summary>Web Chat's thumbs.</summary>
    public const string Thumbs = "thumbs";

    /// <summary>Teams' feedback buttons.</summary>
    public const string FeedbackLoop = "feedback-loop";

    /// <summary>A reaction to the message.</summary>
    public const string Reaction = "reaction";

    /// <summary>Reads an activity.</summary>
    /// <returns>The feedback; null when the activity is something else.</returns>
    public static GivenFeedback? Read(Activity activity) =>
        activity.Type switch
        {
            ActivityTypes.Event => FeedbackEntity.Read(activity) is { } click
                ? new(click.Impression, null, click.Liked, Thumbs)
                : null,
            ActivityTypes.Invoke when activity.Name == TeamsInvoke => Submitted(activity),
            ActivityTypes.MessageReaction => Reacted(activity),
            _ => null,
        };

    private static GivenFeedback? Submitted(Activity activity)
    {
        if (
            ActivityIds.Kept(activity.ReplyToId) is not { } message
            || activity.Value is not JObject value
            || !Says(value["actionName"], "feedback")
            || value["actionValue"] is not JObject given
        )
            return null;
        return given["reaction"] switch
        {
            var reaction when Says(reaction, "like") => new(null, message, true, FeedbackLoop),
            var reaction when Says(reaction, "dislike") => new(null, message, false, FeedbackLoop),
            _ => null,
        };
    }

    private static GivenFeedback? Reacted(Activity activity)
    {
        if (ActivityIds.Kept(activity.ReplyToId) is not { } message)
            return null;
        var (added, removed) = (Reactions.That(activity.ReactionsAdded), Reactions.That(activity.ReactionsRemoved));
        return added.Count + removed.Count == 0
            ? null
            : new(null, message, added.Count > 0 ? Reactions.Meaning(added[^1]) : null, Reaction)
            {
                Added = added,
                Removed = removed,
            };
    }

    private static bool Says(JToken? token, string expected) =>
        token is JValue { Value: string text } && text.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
