using System.Text.Json;
using DialClip.Bot.Conversation;
using DialClip.Shared.Erasure;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

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

    /// <summary>Removes a conversation's record, and the copy of one that could not be read.</summary>
    /// <param name="key">The conversation's key.</param>
    /// <param name="timeout">The most time.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>How many there were, and the impression ids of the replies that the record named.</returns>
    /// <exception cref="TimeoutException">The storage took longer.</exception>
    /// <exception cref="Polly.CircuitBreaker.BrokenCircuitException">
    /// The storage failed before and is not asked.
    /// </exception>
    public async Task<(int Count, IReadOnlyList<string> Impressions)> EraseAsync(
        string key,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        var (count, impressions) = (0, (IReadOnlyList<string>)[]);
        string[] keys = [key, key + RecordKeys.CopySuffix];
        await resilience.ExecuteAsync(Erase, timeout, cancellationToken).ConfigureAwait(false);
        return (count, impressions);

        async Task<bool> Erase(CancellationToken attempt)
        {
            try
            {
                var values = await storage.ReadAsync(keys, attempt).ConfigureAwait(false);
                count = values.Count;
                impressions =
                [
                    .. values.Values.Select(ToItem).SelectMany(item => UserErasure.GetImpressions(item?.Json ?? "")),
                ];
            }
            catch (InvalidDataException)
            {
                // What the storage itself cannot read goes all the same.
                count = 1;
            }
            await storage.DeleteAsync(keys, attempt).ConfigureAwait(false);
            parsed.Remove(key);
            return true;
        }
    }

    /// <summary>Removes a user from a record, or from the copy of one that could not be read.</summary>
    /// <param name="key">The key.</param>
    /// <param name="user">The hash of the user.</param>
    /// <param name="timeout">The most time, retries included.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="TimeoutException">The storage took longer.</exception>
    /// <exception cref="Polly.CircuitBreaker.BrokenCircuitException">
    /// The storage failed before and is not asked.
    /// </exception>
    public async Task<UserErasure.Finding> EraseUserAsync(
        string key,
        string user,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        var finding = UserErasure.Finding.Nothing;
        await resilience.ExecuteAsync(Erase, timeout, cancellationToken).ConfigureAwait(false);
        return finding;

        async Task<bool> Erase(CancellationToken attempt)
        {
            finding = UserErasure.Finding.Nothing;
            var values = await storage.ReadAsync([key], attempt).ConfigureAwait(false);
            if (!values.TryGetValue(key, out var value) || ToItem(value) is not { } item)
                return true;
            (finding, var json, var features) = UserErasure.Remove(item.Json, item.Features, user);
            if (finding is not (UserErasure.Finding.Part or UserErasure.Finding.Whole))
                return true;
            var isWhole = finding == UserErasure.Finding.Whole;
            // Emptied under its ETag first: a turn that is stored meanwhile is looked at, too.
            var left = isWhole
                ? RecordSerializer.Serialize(ConversationRecord.Empty, out _)
                : new ConversationItem { Json = json, Features = features };
            left.LastUse = item.LastUse;
            left.ETag = item.ETag;
            try
            {
                await storage
                    .WriteAsync(new Dictionary<string, object> { [key] = left }, attempt)
                    .ConfigureAwait(false);
            }
            catch (Exception error) when (StorageConflict.IsConflict(error))
            {
                return false;
            }
            if (isWhole)
                await storage.DeleteAsync([key], attempt).ConfigureAwait(false);
            parsed.Remove(key);
            return true;
        }
    }

    /// <summary>Drops the parsed records of this process; what is stored stays.</summary>
    public void ClearCache() => parsed.Clear();

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
        if (!values.TryGetValue(key, out var value) || ToItem(value) is not { } item)
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

    // A storage that writes no type names returns JSON.
    private static ConversationItem? ToItem(object value) =>
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
