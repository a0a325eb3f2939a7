namespace DialClip.Bot.Replies;

/// <summary>How far the plugin takes part in a conversation; each mode does less than the one before it.</summary>
public enum ReplyMode
{
    /// <summary>It answers when it is sure, otherwise the host bot does.</summary>
    Reply,

    /// <summary>It leaves ranked candidates with the turn, and the host bot decides whether to use them.</summary>
    Suggest,

    /// <summary>It decides and records what it would have answered, and never speaks.</summary>
    Observe,

    /// <summary>It only remembers what both sides say.</summary>
    Off,
}
