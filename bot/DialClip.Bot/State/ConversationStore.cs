using System.Collections.Concurrent;
using System.Text.Json;
using DialClip.Bot.Conversation;
using DialClip.Shared.Erasure;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.State;

/// <summary>
/// Stores one record per conversation with optimistic concurrency: on an ETag conflict the change is applied again to
/// the latest version.
/// </summary>
internal sealed class ConversationStore(
    IStorage storage,
    StorageResilience resilience,
    IOptionsMonitor<ConversationOptions> options,
    TimeProvider time,
    ILogger<ConversationStore> logger
)
{
    /// <summary>A record as it was read.</summary>
    /// <param name="Record">The record; the empty one where none is stored.</param>
    /// <param name="Tag">The ETag of what is stored; null where nothing is.</param>
    /// <param name="IsExpired">Whether what is stored is too old to be read; the record is the empty one then.</param>
    internal sealed record LoadedRecord(ConversationRecord Record, string? Tag, bool IsExpired = false);

    private readonly ParsedRecordCache parsed = new();

    /// <summary>
    /// Gets the key of a conversation's record: the channel and a hash of the conversation's id, because stores refuse
    /// many of the characters that ids contain.
    /// </summary>
    public static string GetKey(Activity activity) => RecordKeys.Get(activity.ChannelId, activity.Conversation?.Id);

    /// <summary>Drops the parsed records of this process; what is stored stays.</summary>
    public void ClearCache() => parsed.Clear();

    /// <summary>Drops a parsed record of this process; what is stored stays.</summary>
    public void DropCached(string key) => parsed.Remove(key);

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
        var (record, tag, isExpired) = loaded ?? await LoadAsync(key, cancellationToken).ConfigureAwait(false);
        // What is too old to be read does not stay, either; under its ETag, so that no newer record is lost.
        if ((change(record) ?? (isExpired ? record : null)) is not { } changed)
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
        if (!values.TryGetValue(key, out var value) || ConversationItem.Read(value) is not { } item)
            return new(ConversationRecord.Empty, null);
        if (IsExpired(item))
        {
            await storage.DeleteAsync([key + RecordKeys.CopySuffix], cancellationToken).ConfigureAwait(false);
            return new(ConversationRecord.Empty, item.ETag, IsExpired: true);
        }
        try
        {
            return new(parsed.Parse(key, item), item.ETag);
        }
        catch (JsonException error)
        {
            // The conversation begins anew, but nothing is lost: the unreadable record is put beside the new one.
            logger.RecordUnreadable(new(key), error);
            await WriteAsync(key + RecordKeys.CopySuffix, item, "*", cancellationToken).ConfigureAwait(false);
            return new(ConversationRecord.Empty, item.ETag);
        }
    }

    // A record without a time is of an earlier build: its age begins with its next use.
    private bool IsExpired(ConversationItem item) =>
        options.CurrentValue.Retention is { Ticks: > 0 } retention
        && item.LastUse is { } lastUse
        && time.GetUtcNow().ToUnixTimeSeconds() - lastUse >= retention.TotalSeconds;

    private Task WriteAsync(string key, ConversationItem item, string? tag, CancellationToken cancellationToken) =>
        storage.WriteAsync(
            new Dictionary<string, object>
            {
                [key] = new ConversationItem
                {
                    Json = item.Json,
                    Features = item.Features,
                    LastUse = time.GetUtcNow().ToUnixTimeSeconds(),
                    ETag = tag,
                },
            },
            cancellationToken
        );

    /// <summary>
    /// The last records of some conversations beside their stored form: a turn reads its record twice, and parsing
    /// would allocate more than the rest of the read. A record is reused only where the stored form is the same.
    /// </summary>
    private sealed class ParsedRecordCache
    {
        // Of each of the two dictionaries; a record has some 30 KB as a rule.
        private const int Capacity = 256;

        private ConcurrentDictionary<string, Entry> recent = new(StringComparer.Ordinal);
        private ConcurrentDictionary<string, Entry> older = new(StringComparer.Ordinal);

        /// <summary>Gets the record that is stored.</summary>
        /// <exception cref="System.Text.Json.JsonException">It is damaged.</exception>
        /// <exception cref="NotSupportedException">It has a newer layout.</exception>
        public ConversationRecord Parse(string key, ConversationItem item)
        {
            if (
                (recent.TryGetValue(key, out var entry) || older.TryGetValue(key, out entry))
                && entry.Json == item.Json
                && AreEqual(entry.Features, item.Features)
            )
                return entry.Record;
            var record = RecordSerializer.Deserialize(item);
            Add(key, new(item.Json, item.Features, record));
            return record;
        }

        /// <summary>Gets the stored form of a record.</summary>
        public ConversationItem Serialize(string key, ConversationRecord record)
        {
            var item = RecordSerializer.Serialize(record, out var stored);
            Add(key, new(item.Json, item.Features, stored));
            return item;
        }

        /// <summary>Drops a record.</summary>
        public void Remove(string key)
        {
            recent.TryRemove(key, out _);
            older.TryRemove(key, out _);
        }

        /// <summary>Drops all records.</summary>
        public void Clear() => (older, recent) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal));

        // Strings are compared by reference first, which is all that a storage in memory needs.
        private static bool AreEqual(IReadOnlyList<string?>? first, IReadOnlyList<string?>? second)
        {
            if (first is null || second is null || first.Count != second.Count)
                return first is null && second is null;
            for (var index = 0; index < first.Count; index++)
                if (first[index] != second[index])
                    return false;
            return true;
        }

        // When the recent records are many, they become the older ones, and what was older is dropped.
        private void Add(string key, Entry entry)
        {
            if (!recent.ContainsKey(key) && recent.Count >= Capacity)
                (older, recent) = (recent, new(StringComparer.Ordinal));
            recent[key] = entry;
        }

        private sealed record Entry(string Json, IReadOnlyList<string?>? Features, ConversationRecord Record);
    }
}
