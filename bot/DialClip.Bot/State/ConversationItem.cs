using System.ComponentModel;
using Microsoft.Bot.Builder;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

// Storages write the type's full name beside the record and read it by that name, so the namespace never changes.
#pragma warning disable IDE0130 // Namespace does not match the folder.
namespace DialClip.Bot.Conversation;

/// <summary>The envelope of a conversation's record in a storage: its JSON, its features and its ETag.</summary>
/// <remarks>Storages may write the names of types; this is the only one of the plugin's that they write.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConversationItem : IStoreItem
{
    /// <summary>Gets or sets the record as JSON, without features.</summary>
    public string Json { get; set; } = "";

    /// <summary>Gets or sets the features of the record's turns, oldest first.</summary>
    /// <value>Half precision, little endian, as base64; null where a turn has none, or where no turn has one.</value>
    [JsonProperty(TypeNameHandling = TypeNameHandling.None)]
    public IReadOnlyList<string?>? Features { get; set; }

    /// <summary>Gets or sets the time of the record's last use, in seconds since the beginning of 1970 (UTC).</summary>
    /// <value>Null in records of earlier builds, whose age is not known.</value>
    public long? LastUse { get; set; }

    /// <inheritdoc/>
    public string? ETag { get; set; }

    /// <summary>Gets the item that a storage has read; one that writes no type names returns JSON.</summary>
    /// <returns>The item; null for a value of another kind.</returns>
    internal static ConversationItem? Read(object value) =>
        value switch
        {
            ConversationItem item => item,
            JObject json => new()
            {
                Json = GetText(json, nameof(ConversationItem.Json)) ?? "",
                Features = GetTexts(json, nameof(ConversationItem.Features)),
                LastUse = json.GetValue(nameof(ConversationItem.LastUse), StringComparison.OrdinalIgnoreCase)
                    is JValue { Value: long seconds }
                    ? seconds
                    : null,
                ETag = GetText(json, nameof(ConversationItem.ETag)),
            },
            _ => null,
        };

    // The SDK's memory storage writes its 'eTag' behind the object's own 'ETag', which is older or null.
    private static string? GetText(JObject json, string name) =>
        json.Properties()
            .Where(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(property => (property.Value as JValue)?.Value as string)
            .LastOrDefault(text => text is not null);

    private static string?[]? GetTexts(JObject json, string name) =>
        json.GetValue(name, StringComparison.OrdinalIgnoreCase) is JArray texts
            ? [.. texts.Select(text => (text as JValue)?.Value as string)]
            : null;
}
