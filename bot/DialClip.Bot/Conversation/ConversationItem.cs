using Microsoft.Bot.Builder;

namespace DialClip.Bot.Conversation;

/// <summary>What lies in storage: one text and its ETag. Storages write types by name, so nothing of ours but this class is known to them.</summary>
public sealed class ConversationItem : IStoreItem
{
    /// <summary>Gets or sets the record as JSON.</summary>
    public string Json { get; set; } = "";

    /// <inheritdoc/>
    public string? ETag { get; set; }
}
