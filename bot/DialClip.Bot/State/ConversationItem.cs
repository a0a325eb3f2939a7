using System.ComponentModel;
using Microsoft.Bot.Builder;

namespace DialClip.Bot.State;

/// <summary>The envelope of a conversation's record in a storage: one text and its ETag.</summary>
/// <remarks>Storages may write the names of types; this is the only one of the plugin's that they write.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConversationItem : IStoreItem
{
    /// <summary>Gets or sets the record as JSON.</summary>
    public string Json { get; set; } = "";

    /// <inheritdoc/>
    public string? ETag { get; set; }
}
