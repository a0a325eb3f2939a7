using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.UserFeedback;

/// <summary>The controls by which people like and dislike a reply: Teams' own, and the thumbs of Web Chat.</summary>
/// <remarks>
/// Web Chat's thumbs are Schema.org's Message with LikeAction and DislikeAction; a click returns the action with its
/// urlTemplate unchanged.
/// </remarks>
internal static class FeedbackControls
{
    /// <summary>The name of the event that a click on Web Chat's thumbs sends.</summary>
    public const string EventName = "webchat:activity-status/feedback";

    private const string Template = "ms-directline://postback?interaction=";
    private const string ImpressionParameter = "&imp=";
    private const int MaxImpressionLength = 64;

    /// <summary>Adds the channel's controls to a reply.</summary>
    public static void Add(Activity reply, string impression, string? channel)
    {
        if (string.Equals(channel, Channels.Msteams, StringComparison.OrdinalIgnoreCase))
        {
            // https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content
            var data = reply.ChannelData as JObject ?? [];
            data["feedbackLoop"] = new JObject { ["type"] = "default" };
            reply.ChannelData = data;
        }
        else
        {
            reply.Entities = [CreateThumbs(impression)];
        }
    }

    /// <summary>Parses a click on Web Chat's thumbs.</summary>
    /// <returns>The impression id and whether it is liked; null when the activity is something else.</returns>
    public static (string Impression, bool Liked)? ParseClick(Activity activity)
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
            var end = rest.IndexOf(ImpressionParameter, StringComparison.Ordinal);
            if (
                end >= 0
                && rest[..end] is "like" or "dislike"
                && rest[(end + ImpressionParameter.Length)..] is { Length: > 0 and <= MaxImpressionLength } impression
            )
                return (impression, rest[..end] == "like");
        }
        return null;
    }

    private static FeedbackThumbs CreateThumbs(string impression) =>
        new($"{Template}like{ImpressionParameter}{impression}", $"{Template}dislike{ImpressionParameter}{impression}");
}
