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

    // Only what says something of the reply: one can be sad or surprised with a reply that fits.
    private static readonly Dictionary<string, bool> Meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        [MessageReactionTypes.Like] = true,
        [MessageReactionTypes.PlusOne] = true,
        ["heart"] = true,
        ["angry"] = false,
    };

    /// <summary>Reads an activity.</summary>
    /// <returns>The feedback; null when the activity is something else.</returns>
    public static GivenFeedback? Read(Activity activity) => activity.Type switch
    {
        ActivityTypes.Event => FeedbackEntity.Read(activity) is { } click ? new(click.Impression, null, click.Liked, Thumbs) : null,
        ActivityTypes.Invoke when activity.Name == TeamsInvoke => Submitted(activity),
        ActivityTypes.MessageReaction => Reacted(activity),
        _ => null,
    };

    private static GivenFeedback? Submitted(Activity activity)
    {
        if (ActivityIds.Kept(activity.ReplyToId) is not { } message || activity.Value is not JObject value || !Says(value["actionName"], "feedback") || value["actionValue"] is not JObject given)
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
        if (Meaning(activity.ReactionsAdded) is { } added)
            return new(null, message, added, Reaction);
        return Meaning(activity.ReactionsRemoved) is not null ? new(null, message, null, Reaction) : null;
    }

    private static bool? Meaning(IList<MessageReaction>? reactions)
    {
        foreach (var reaction in reactions ?? [])
            if (reaction?.Type is { } type && Meanings.TryGetValue(type, out var liked))
                return liked;
        return null;
    }

    private static bool Says(JToken? token, string expected) => token is JValue { Value: string text } && text.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
