using DialClip.Bot.State;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.UserFeedback;

/// <summary>A person's feedback on a reply, as their channel sends it.</summary>
/// <param name="Impression">The impression id, where the channel returns it.</param>
/// <param name="MessageId">The stored form of the message's id otherwise.</param>
/// <param name="Liked">
/// Whether they like the reply; null when they take their rating back. Of reactions only what this activity says: see
/// <see cref="State.Impression.Rate"/>.
/// </param>
/// <param name="Source">The control that they used, such as <see cref="Thumbs"/>.</param>
internal sealed record ReplyFeedback(string? Impression, string? MessageId, bool? Liked, string Source)
{
    /// <summary>The name of the invoke that Teams' feedback buttons send.</summary>
    public const string TeamsInvoke = "message/submitAction";

    /// <summary>The source of Web Chat's thumbs.</summary>
    public const string Thumbs = "thumbs";

    /// <summary>The source of Teams' feedback buttons.</summary>
    public const string FeedbackLoop = "feedback-loop";

    /// <summary>The source of reactions to a message.</summary>
    public const string Reaction = "reaction";

    /// <summary>Gets the reactions that were removed, in lower case; only those that rate a reply.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>Gets the reactions that were added.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>Parses an activity: Web Chat's thumbs, Teams' feedback buttons, reactions.</summary>
    /// <returns>The feedback; null when the activity is something else.</returns>
    public static ReplyFeedback? Parse(Activity activity) =>
        activity.Type switch
        {
            ActivityTypes.Event => FeedbackControls.ParseClick(activity) is { } click
                ? new(click.Impression, null, click.Liked, Thumbs)
                : null,
            ActivityTypes.Invoke when activity.Name == TeamsInvoke => ParseInvoke(activity),
            ActivityTypes.MessageReaction => ParseReaction(activity),
            _ => null,
        };

    private static ReplyFeedback? ParseInvoke(Activity activity)
    {
        if (
            ActivityIds.Normalize(activity.ReplyToId) is not { } message
            || activity.Value is not JObject value
            || !IsText(value["actionName"], "feedback")
            || value["actionValue"] is not JObject action
        )
            return null;
        return action["reaction"] switch
        {
            var reaction when IsText(reaction, "like") => new(null, message, true, FeedbackLoop),
            var reaction when IsText(reaction, "dislike") => new(null, message, false, FeedbackLoop),
            _ => null,
        };
    }

    private static ReplyFeedback? ParseReaction(Activity activity)
    {
        if (ActivityIds.Normalize(activity.ReplyToId) is not { } message)
            return null;
        var added = Reactions.SelectRatings(activity.ReactionsAdded);
        var removed = Reactions.SelectRatings(activity.ReactionsRemoved);
        if (added.Count + removed.Count == 0)
            return null;
        return new(null, message, added.Count > 0 ? Reactions.ToSentiment(added[^1]) : null, Reaction)
        {
            Added = added,
            Removed = removed,
        };
    }

    private static bool IsText(JToken? token, string expected) =>
        token is JValue { Value: string text } && text.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
