using DialClip.Shared.IO;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Conversation;

/// <summary>The key of a conversation's record in storage.</summary>
internal static class ConversationKey
{
    /// <summary>Gets the key: the channel and a hash of the conversation's id, because stores refuse many of the signs that ids hold.</summary>
    public static string Of(Activity activity)
    {
        var conversation = Digest.Compute(activity.Conversation?.Id ?? "").ToString()[..32];
        return $"dialclip/{Uri.EscapeDataString(activity.ChannelId ?? "unknown")}/{conversation}/v1";
    }
}
