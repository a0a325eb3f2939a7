using System.Text.Json;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Conversation;

/// <summary>Keeps each conversation's record in storage; changes of several processes merge, because every change is repeated on what is stored by then.</summary>
internal sealed class ConversationMemory(IStorage storage, IOptionsMonitor<ConversationOptions> options, ILogger<ConversationMemory> logger)
{
    private const int Attempts = 6;

    // Bounded, whatever the number of conversations: two that share one only wait for each other now and then.
    private readonly SemaphoreSlim[] locks = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly RecordCache parsed = new();

    /// <summary>Reads a conversation's record; an empty one when there is none.</summary>
    public async Task<ConversationRecord> ReadAsync(string key, CancellationToken cancellationToken) => (await LoadAsync(key, cancellationToken).ConfigureAwait(false)).Record;

    /// <summary>Takes an activity on.</summary>
    /// <param name="key">The conversation.</param>
    /// <param name="ids">Every id that the activity is known by.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The record as it was, or null when the activity was taken on before.</returns>
    public async Task<ConversationRecord?> TakeOnAsync(string key, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        ConversationRecord? before = null;
        await ChangeAsync(
            key,
            record =>
            {
                before = ids.Any(record.Activities.Contains) ? null : record;
                return before?.WithActivities(ids, options.CurrentValue.RememberedActivities);
            },
            cancellationToken).ConfigureAwait(false);
        return before;
    }

    /// <summary>Changes a record.</summary>
    /// <param name="key">The conversation.</param>
    /// <param name="change">Makes the new record of the stored one, or null to leave it; may be called again when somebody else was faster.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="InvalidOperationException">Others kept changing the record.</exception>
    public async Task ChangeAsync(string key, Func<ConversationRecord, ConversationRecord?> change, CancellationToken cancellationToken)
    {
        var mine = locks[(uint)string.GetHashCode(key, StringComparison.Ordinal) % locks.Length];
        await mine.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var (record, tag) = await LoadAsync(key, cancellationToken).ConfigureAwait(false);
                if (change(record) is not { } changed)
                    return;
                try
                {
                    var item = new ConversationItem { Json = parsed.Write(key, changed), ETag = tag };
                    await storage.WriteAsync(new Dictionary<string, object> { [key] = item }, cancellationToken).ConfigureAwait(false);
                    return;
                }
                catch (Exception error) when (IsConflict(error))
                {
                    if (attempt == Attempts)
                        throw new InvalidOperationException($"The record of a conversation was changed by others {Attempts} times in a row; this change is not saved.", error);
                }
            }
        }
        finally
        {
            mine.Release();
        }
    }

    // Each storage says it in its own way: memory by ArgumentException, blobs and Cosmos by an HTTP status of 409 or 412.
    private static bool IsConflict(Exception error) =>
        error is ArgumentException or InvalidOperationException && error.Message.Contains("etag", StringComparison.OrdinalIgnoreCase)
        || error.GetType().GetProperty("Status")?.GetValue(error) is 409 or 412
        || error.GetType().GetProperty("StatusCode")?.GetValue(error) is System.Net.HttpStatusCode.Conflict or System.Net.HttpStatusCode.PreconditionFailed;

    private async Task<(ConversationRecord Record, string? Tag)> LoadAsync(string key, CancellationToken cancellationToken)
    {
        var found = await storage.ReadAsync([key], cancellationToken).ConfigureAwait(false);
        if (!found.TryGetValue(key, out var value) || value is not ConversationItem item)
            return (ConversationRecord.Empty, null);
        try
        {
            return (parsed.Read(key, item.Json), item.ETag);
        }
        catch (JsonException error)
        {
            // Begin anew, but lose nothing: what could not be read stays beside it.
            var aside = key + "/unreadable";
            logger.RecordUnreadable(key, aside, error);
            await storage.WriteAsync(new Dictionary<string, object> { [aside] = new ConversationItem { Json = item.Json, ETag = "*" } }, cancellationToken).ConfigureAwait(false);
            return (ConversationRecord.Empty, item.ETag);
        }
    }
}
