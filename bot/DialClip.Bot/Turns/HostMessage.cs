using DialClip.Bot.State;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Turns;

/// <summary>
/// The messages that are the host bot's in every mode: answers to its own cards, buttons and questions.
/// </summary>
internal static class HostMessage
{
    // The marks that channels put into the channel data of a tap: Web Chat and Direct Line, Facebook, Telegram, Slack.
    private static readonly string[] Marks = ["postBack", "messageBack", "postback", "callback_query", "Payload"];

    /// <summary>Finds the reason why a message is the host bot's.</summary>
    /// <param name="message">The message.</param>
    /// <param name="text">Its text without mentions; null where there is none.</param>
    /// <param name="offers">What the bot's last messages offered; null for nothing.</param>
    /// <returns>One of <see cref="TurnReasons"/>; null where the message may be the plugin's.</returns>
    public static string? FindReason(Activity message, string? text, BotOffers? offers)
    {
        if (HasContent(message.Value))
            return TurnReasons.HasValue;
        if (IsTap(message))
            return TurnReasons.Tapped;
        if (text is not null && offers?.Contains(text) == true)
            return TurnReasons.Offered;
        return offers?.ExpectsAnswer == true ? TurnReasons.AnswerExpected : null;
    }

    private static bool IsTap(Activity message) =>
        message.ChannelData is JObject data
        && (Marks.Any(mark => HasContent(data[mark])) || HasContent((data["message"] as JObject)?["quick_reply"]));

    private static bool HasContent(object? value) =>
        value switch
        {
            null => false,
            JValue json => json.Value is not (null or false),
            bool flag => flag,
            _ => true,
        };
}
