namespace DialClip.Bot.Replies;

/// <summary>The part that the plugin takes in a conversation; each mode does less than the one before it.</summary>
public enum ReplyMode
{
    /// <summary>The plugin speaks first: it answers when it is sure; otherwise the host bot does.</summary>
    Reply,

    /// <summary>The host bot speaks first: the plugin answers only a message that it left unanswered.</summary>
    Fallback,

    /// <summary>The plugin leaves ranked candidates in the turn; the host bot decides whether to send one.</summary>
    Suggest,

    /// <summary>The plugin decides and logs what it would have answered, and never speaks unasked.</summary>
    Observe,

    /// <summary>The plugin only stores the history.</summary>
    Off,

    /// <summary>The plugin does nothing and stores nothing, of either side.</summary>
    Ignore,
}
