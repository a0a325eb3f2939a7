using DialClip.Bot.State;
using DialClip.Bot.Storage;
using DialClip.Bot.Turns;
using DialClip.Experiments.Assignment;
using DialClip.Experiments.Events;
using DialClip.Shared.Erasure;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Privacy;

/// <summary>The plugin's eraser: the storage of conversations, then the experiment log.</summary>
internal sealed class ConversationEraser(
    ConversationStorage storage,
    RecordEraser records,
    TurnQueue queue,
    UnitHasher units,
    IdHasher hasher,
    IExperimentLog experiments,
    IOptionsMonitor<TurnTimeouts> timeouts
) : IConversationEraser
{
    /// <inheritdoc/>
    public async Task<ErasureReport> EraseConversationAsync(
        string channelId,
        string conversationId,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(channelId);
        ArgumentException.ThrowIfNullOrEmpty(conversationId);
        var key = RecordKeys.Get(channelId, conversationId);
        var timeout = timeouts.CurrentValue.StorageChange;
        // A turn that runs now would store what it has read.
        await queue.WaitForTurnsAsync(key, timeout, cancellationToken).ConfigureAwait(false);
        var (count, impressions) = await records.EraseAsync(key, timeout, cancellationToken).ConfigureAwait(false);
        var unit = units.Hash(new("conversation", $"{channelId}\n{conversationId}"));
        var report = new ErasureReport { RemovedRecords = count };
        return await EraseEventsAsync(report, [unit], impressions, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ErasureReport> EraseUserAsync(
        string channelId,
        string userId,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(channelId);
        ArgumentException.ThrowIfNullOrEmpty(userId);
        var user = hasher.HashUser(channelId, userId);
        var unit = units.Hash(new("user", $"{channelId}\n{userId}"));
        var report = await EraseFromRecordsAsync(channelId, user, cancellationToken).ConfigureAwait(false);
        return await EraseEventsAsync(report, [user, unit], [], cancellationToken).ConfigureAwait(false);
    }

    private async Task<ErasureReport> EraseFromRecordsAsync(
        string channelId,
        string user,
        CancellationToken cancellationToken
    )
    {
        if (storage.Storage is not IListableStorage listable)
            return new()
            {
                Unreached =
                [
                    $"The bot's storage '{storage.Storage.GetType().Name}' cannot list its records, so none were "
                        + "searched for the user: erase the user's conversations by their ids, or let the storage "
                        + $"implement {nameof(IListableStorage)}.",
                ],
            };
        var found = new Dictionary<UserErasure.Finding, int>();
        var entries = listable.ListAsync(RecordKeys.GetPrefix(channelId), null, cancellationToken);
        await foreach (var entry in entries.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var key = entry.Key;
            var finding = await records
                .EraseUserAsync(key, user, timeouts.CurrentValue.StorageChange, cancellationToken)
                .ConfigureAwait(false);
            found[finding] = found.GetValueOrDefault(finding) + 1;
        }
        return new()
        {
            RemovedRecords = found.GetValueOrDefault(UserErasure.Finding.Whole),
            ChangedRecords = found.GetValueOrDefault(UserErasure.Finding.Part),
            UnattributedRecords = found.GetValueOrDefault(UserErasure.Finding.Unattributed),
        };
    }

    private async Task<ErasureReport> EraseEventsAsync(
        ErasureReport report,
        IReadOnlyList<string> hashes,
        IReadOnlyList<string> impressions,
        CancellationToken cancellationToken
    )
    {
        if (experiments is not IErasableExperimentLog log)
            return report with
            {
                Unreached =
                [
                    .. report.Unreached,
                    $"The bot's experiment log '{experiments.GetType().Name}' cannot erase events: remove those of "
                        + $"{string.Join(" and ", hashes)} there.",
                ],
            };
        try
        {
            var erased = await log.EraseEventsAsync(hashes, impressions, cancellationToken).ConfigureAwait(false);
            return report with { ErasedEvents = erased };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return report with
            {
                Unreached =
                [
                    .. report.Unreached,
                    $"The experiment log could not be changed: {new LogText(error.Message)} Erase again when it can.",
                ],
            };
        }
    }
}
