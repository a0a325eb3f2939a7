using System.Security.Cryptography;
using System.Text;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Conversation;

/// <summary>The key of a conversation's record in storage.</summary>
internal static class ConversationKey
{
    /// <summary>Gets the key: the channel and a hash of the conversation's id, because stores refuse many of the signs that ids hold.</summary>
    public static string Of(Activity activity) =>
        $"dialclip/{Uri.EscapeDataString(activity.ChannelId ?? "unknown")}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(activity.Conversation?.Id ?? "")).AsSpan(0, 16))}/v1";
}
