using Microsoft.Bot.Schema;

namespace DialClip.Bot.Turns;

/// <summary>The activities with which a conversation ends for the bot.</summary>
internal static class ConversationEnd
{
    /// <summary>
    /// Determines whether a channel reports the end: of the conversation itself, or of the bot's part in it.
    /// </summary>
    public static bool IsEnd(Activity activity) =>
        activity.Type switch
        {
            ActivityTypes.EndOfConversation => true,
            ActivityTypes.ConversationUpdate => activity.Recipient?.Id is { Length: > 0 } bot
                && activity.MembersRemoved?.Any(member => member?.Id == bot) == true,
            // 'remove-upgrade' is the old version of an app that is installed anew.
            ActivityTypes.InstallationUpdate => activity.Action == "remove",
            _ => false,
        };
}
