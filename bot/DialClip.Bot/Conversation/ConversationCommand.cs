namespace DialClip.Bot.Conversation;

/// <summary>What a person can tell the plugin.</summary>
internal enum ConversationCommand
{
    /// <summary>Say nothing more in this conversation.</summary>
    Stop,

    /// <summary>Take part again.</summary>
    Start,
}
