using DialClip.Bot.Replies;
using DialClip.Bot.State;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Turns;

/// <summary>
/// A turn's claim on its message, by which a message is answered once, whatever dies. The claim is stored before the
/// host bot is called or an answer goes out, and removed when the turn ends.
/// </summary>
/// <remarks>
/// A turn that died left its claim. When its message is delivered again, another turn takes it on; where the plugin's
/// answer may have gone out, the settings decide whether it is sent again. A turn that lost its claim to another one
/// does not answer. No clock is needed: whether a turn of this process still runs is known, and one of another process
/// that still runs loses its claim.
/// </remarks>
internal sealed class MessageClaim(
    TurnState turn,
    TurnQueue.Turn queued,
    TurnQueue queue,
    ConversationStore store,
    int rememberedActivities,
    int historyTurns,
    TimeSpan timeout,
    UncertainReply whenUncertain,
    TimeProvider time,
    ILogger logger
)
{
    /// <summary>The longest wait for a turn of another process that may be sending; most take a tenth of it.</summary>
    internal static readonly TimeSpan SenderTimeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);

    private readonly IReadOnlyList<string> ids = ActivityIds.GetAll(turn.Activity);
    private ConversationStore.LoadedRecord? loaded;

    // Of the timeout, after the record was read.
    private TimeSpan? left;

    // The claim of a turn that ended without removing it, as it was read; another one that appears is at work.
    private string? abandoned;

    /// <summary>Gets whether the claim was stored, or may have been.</summary>
    public bool MayBeStored { get; private set; }

    /// <summary>Gets whether an earlier turn, which has not ended, may have sent the plugin's answer.</summary>
    public bool IsUncertain { get; private set; }

    /// <summary>Reads the conversation's record before the claim is stored.</summary>
    /// <returns>
    /// The record without the message, which is no context of itself; null where it could not be read, or where the
    /// message is not to be answered: then the reason, one of <see cref="TurnReasons"/>.
    /// </returns>
    public async Task<(ConversationRecord? Record, string? Reason)> ReadAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken).ConfigureAwait(false) is not { } record)
            return (null, null);
        if (!MayBeStored)
        {
            abandoned = record.FindClaim(ids)?.Turn;
            if (Check(record) is { } reason)
                return (null, reason);
        }
        return (record.WithoutMessage(turn.MessageId), null);
    }

    /// <summary>
    /// Waits while an earlier turn that may have sent the answer has not ended: one of another process that is alive
    /// ends soon, that of a process that died never does.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What <see cref="ReadAsync"/> would return afterwards.</returns>
    public async Task<(ConversationRecord? Record, string? Reason)> WaitForSenderAsync(
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        for (var delay = FirstDelay; ; delay *= 2)
        {
            var rest = SenderTimeout - time.GetElapsedTime(started);
            await Task.Delay(Min(delay, Max(rest, TimeSpan.Zero)), time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (await LoadAsync(CancellationToken.None).ConfigureAwait(false) is not { } record)
                return (null, null);
            if (Check(record) is { } reason)
                return (null, reason);
            if (!IsUncertain || delay >= rest || cancellationToken.IsCancellationRequested)
                return (record.WithoutMessage(turn.MessageId), null);
        }
    }

    /// <summary>Stores the claim, and the message's text with it; it must be read before.</summary>
    /// <param name="isSending">Whether the plugin's answer goes out next; otherwise the host bot is called.</param>
    /// <param name="change">What else is changed in the same write; null for nothing.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>Why the message must not be answered, one of <see cref="TurnReasons"/>; null where it may.</returns>
    public async Task<string?> TakeAsync(
        bool isSending,
        Func<ConversationRecord, ConversationRecord>? change,
        CancellationToken cancellationToken
    )
    {
        string? refusal = null;
        var from = Interlocked.Exchange(ref loaded, null);
        try
        {
            MayBeStored = ids.Count > 0;
            await store.UpdateAsync(turn.Key, Take, left ?? timeout, cancellationToken, from).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            logger.StorageFailed(turn.Conversation, error);
            return TurnReasons.RecordFailed;
        }
        finally
        {
            left = null;
        }
        return refusal;

        ConversationRecord? Take(ConversationRecord record)
        {
            refusal = FindRefusal(record);
            if (refusal is null && isSending && change is null && record.Stopped)
                refusal = TurnReasons.Stopped;
            if (refusal is not null)
                return null;
            var changed = change?.Invoke(record) ?? record;
            if (ids.Count == 0)
                return ReferenceEquals(changed, record) ? null : changed;
            var isFirst = record.FindClaim(ids)?.Turn != queued.Name;
            var claimed = changed.WithClaim(new([.. ids], queued.Name, isSending || IsUncertain), rememberedActivities);
            return isFirst && change is null && !record.Stopped && turn.GetTextTurn() is { } text
                ? claimed.WithTurns([text], historyTurns)
                : claimed;
        }
    }

    // Null where the record could not be read.
    private async Task<ConversationRecord?> LoadAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var limit = left ?? timeout;
        try
        {
            loaded = await store.LoadAsync(turn.Key, limit, cancellationToken).ConfigureAwait(false);
            return loaded.Record;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            logger.StorageFailed(turn.Conversation, error);
            return null;
        }
        finally
        {
            left = Max(limit - time.GetElapsedTime(started), TimeSpan.FromMilliseconds(1));
        }
    }

    // Why a message that is delivered must not be answered; null where it may.
    private string? Check(ConversationRecord record)
    {
        IsUncertain = record.FindClaim(ids)?.IsSending == true;
        return FindRefusal(record);
    }

    private string? FindRefusal(ConversationRecord record)
    {
        if (!ids.Any(record.Activities.Contains))
            return null;
        var claim = record.FindClaim(ids);
        // The own one: a write whose response was lost, and which was repeated, has stored it.
        if (claim?.Turn == queued.Name)
            return null;
        if (claim is null || claim.Turn != abandoned || queue.IsRunning(turn.Key, claim.Turn))
            return TurnReasons.Duplicate;
        return claim.IsSending && whenUncertain == UncertainReply.StaySilent ? TurnReasons.AnswerUncertain : null;
    }

    private static TimeSpan Min(TimeSpan first, TimeSpan second) => first < second ? first : second;

    private static TimeSpan Max(TimeSpan first, TimeSpan second) => first > second ? first : second;
}
