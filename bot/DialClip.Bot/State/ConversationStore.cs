using System.Text.Json;
using DialClip.Bot.Conversation;
using DialClip.Shared.IO;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.State;

/// <summary>
/// Stores one record per conversation with optimistic concurrency: on an ETag conflict the change is applied again to
/// the latest version.
/// </summary>
internal sealed class ConversationStore(
    IStorage storage,
    StorageResilience resilience,
    ILogger<ConversationStore> logger
)
{
    /// <summary>A record as it was read.</summary>
    /// <param name="Record">The record; the empty one where none is stored.</param>
    /// <param name="Tag">The ETag of what is stored; null where nothing is.</param>
    internal sealed record LoadedRecord(ConversationRecord Record, string? Tag);

    private const int HashDigits = 32;

    private readonly ParsedRecordCache parsed = new();

    /// <summary>
    /// Gets the key of a conversation's record: the channel and a hash of the conversation's id, because stores refuse
    /// many of the characters that ids contain.
    /// </summary>
    public static string GetKey(Activity activity) => GetKey(activity.ChannelId, activity.Conversation?.Id);

    /// <summary>Gets the key of the record of a conversation on a channel.</summary>
    public static string GetKey(string? channelId, string? conversationId) =>
        $"dialclip/{Uri.EscapeDataString(channelId ?? "unknown")}/{GetHash(conversationId)}/v1";

    /// <summary>Gets the hash of a conversation's id in the key of its record.</summary>
    public static string GetHash(string? conversationId) =>
        Digest.Compute(conversationId ?? "").ToString()[..HashDigits];

    /// <summary>Reads a record.</summary>
    /// <param name="key">The conversation's key.</param>
    /// <param name="timeout">The most time.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="TimeoutException">The storage took longer.</exception>
    /// <exception cref="Polly.CircuitBreaker.BrokenCircuitException">
    /// The storage failed before and is not asked.
    /// </exception>
    public async Task<LoadedRecord> LoadAsync(string key, TimeSpan timeout, CancellationToken cancellationToken)
    {
        LoadedRecord? loaded = null;
        await resilience.ExecuteAsync(Load, timeout, cancellationToken).ConfigureAwait(false);
        return loaded!;

        async Task<bool> Load(CancellationToken attempt)
        {
            loaded = await LoadAsync(key, attempt).ConfigureAwait(false);
            return true;
        }
    }

    /// <summary>Changes a record.</summary>
    /// <param name="key">The conversation's key.</param>
    /// <param name="change">Gets the new record, or null to leave the stored one; called again on a conflict.</param>
    /// <param name="timeout">The most time, retries included.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <param name="loaded">
    /// The record as it was read before, which saves reading it; another one that is stored by now is a conflict.
    /// </param>
    /// <exception cref="TimeoutException">The storage took longer.</exception>
    /// <exception cref="InvalidOperationException">Others kept changing the record.</exception>
    /// <exception cref="Polly.CircuitBreaker.BrokenCircuitException">
    /// The storage failed before and is not asked.
    /// </exception>
    public Task UpdateAsync(
        string key,
        Func<ConversationRecord, ConversationRecord?> change,
        TimeSpan timeout,
        CancellationToken cancellationToken,
        LoadedRecord? loaded = null
    )
    {
        return resilience.ExecuteAsync(TryUpdate, timeout, cancellationToken);

        Task<bool> TryUpdate(CancellationToken attempt)
        {
            var first = Interlocked.Exchange(ref loaded, null);
            return TryUpdateAsync(key, change, first, attempt);
        }
    }

    // Returns false on a conflict.
    private async Task<bool> TryUpdateAsync(
        string key,
        Func<ConversationRecord, ConversationRecord?> change,
        LoadedRecord? loaded,
        CancellationToken cancellationToken
    )
    {
        var (record, tag) = loaded ?? await LoadAsync(key, cancellationToken).ConfigureAwait(false);
        if (change(record) is not { } changed)
            return true;
        try
        {
            await WriteAsync(key, parsed.Serialize(key, changed), tag, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (StorageConflict.IsConflict(error))
        {
            return false;
        }
    }

    private async Task<LoadedRecord> LoadAsync(string key, CancellationToken cancellationToken)
    {
        var values = await storage.ReadAsync([key], cancellationToken).ConfigureAwait(false);
        if (!values.TryGetValue(key, out var value) || ToItem(value) is not { } item)
            return new(ConversationRecord.Empty, null);
        try
        {
            return new(parsed.Parse(key, item), item.ETag);
        }
        catch (JsonException error)
        {
            // The conversation begins anew, but nothing is lost: the unreadable record is put beside the new one.
            var copy = key + "/unreadable";
            logger.RecordUnreadable(new(key), error);
            await WriteAsync(copy, item, "*", cancellationToken).ConfigureAwait(false);
            return new(ConversationRecord.Empty, item.ETag);
        }
    }

    private Task WriteAsync(string key, ConversationItem item, string? tag, CancellationToken cancellationToken) =>
        storage.WriteAsync(
            new Dictionary<string, object>
            {
                [key] = new ConversationItem
                {
                    Json = item.Json,
                    Features = item.Features,
                    ETag = tag,
                },
            },
            cancellationToken
        );

    // A storage that writes no type names returns JSON.
    private static ConversationItem? ToItem(object value) =>
        value switch
        {
            ConversationItem item => item,
            JObject json => new()
            {
                Json = GetText(json, nameof(ConversationItem.Json)) ?? "",
                Features = GetTexts(json, nameof(ConversationItem.Features)),
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
