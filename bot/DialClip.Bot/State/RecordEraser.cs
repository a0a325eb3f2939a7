using DialClip.Bot.Conversation;
using DialClip.Bot.Storage;
using DialClip.Shared.Erasure;

namespace DialClip.Bot.State;

/// <summary>Removes records from the storage, and users from records.</summary>
internal sealed class RecordEraser(ConversationStorage storage, StorageResilience resilience, ConversationStore store)
{
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
                var values = await storage.Storage.ReadAsync(keys, attempt).ConfigureAwait(false);
                count = values.Count;
                impressions =
                [
                    .. values
                        .Values.Select(ConversationItem.Read)
                        .SelectMany(item => UserErasure.GetImpressions(item?.Json ?? "")),
                ];
            }
            catch (InvalidDataException)
            {
                // What the storage itself cannot read goes all the same.
                count = 1;
            }
            await storage.Storage.DeleteAsync(keys, attempt).ConfigureAwait(false);
            store.DropCached(key);
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
            var values = await storage.Storage.ReadAsync([key], attempt).ConfigureAwait(false);
            if (!values.TryGetValue(key, out var value) || ConversationItem.Read(value) is not { } item)
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
                    .Storage.WriteAsync(new Dictionary<string, object> { [key] = left }, attempt)
                    .ConfigureAwait(false);
            }
            catch (Exception error) when (StorageConflict.IsConflict(error))
            {
                return false;
            }
            if (isWhole)
                await storage.Storage.DeleteAsync([key], attempt).ConfigureAwait(false);
            store.DropCached(key);
            return true;
        }
    }
}
