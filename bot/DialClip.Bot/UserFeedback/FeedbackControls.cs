using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.UserFeedback;

/// <summary>Gives a message what its channel needs to let people like and dislike it.</summary>
internal static class FeedbackControls
{
    /// <summary>Adds the controls: Teams has its own, the others are given the entity that Web Chat draws thumbs for.</summary>
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
            reply.Entities = [FeedbackEntity.Create(impression)];
        }
    }
}
