using DialClip.Bot.Conversation;
using DialClip.Bot.Replies;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Turns;

/// <summary>Takes messages on, once each, and keeps what was said in their turns. A memory that fails costs context, never the conversation.</summary>
internal sealed class TurnMemory(
    ConversationMemory memory,
    IResponseModel model,
    IOptionsMonitor<ConversationOptions> options,
    IOptionsMonitor<TurnTimeouts> timeouts,
    TimeProvider time,
    ILogger<TurnMemory> logger
)
{
    /// <summary>Takes a message on. It has a time of its own: a duplicate of a turn that took all of its budget is one, too.</summary>
    /// <returns>What is remembered, null where that cannot be had; and whether the message was taken on before.</returns>
    public async Task<(ConversationRecord? Record, bool IsDuplicate)> TakeOnAsync(MessageTurn turn)
    {
        using var limit = new CancellationTokenSource(timeouts.CurrentValue.Begin, time);
        try
        {
            var record = await memory
                .TakeOnAsync(turn.Key, ActivityIds.Of(turn.Context.Activity), limit.Token)
                .WaitAsync(limit.Token)
                .ConfigureAwait(false);
            return (record, record is null);
        }
        catch (Exception error)
        {
            logger.NotRemembered(turn.Context.Activity.Conversation?.Id, error);
            return (null, false);
        }
    }

    /// <summary>Keeps what both sides said, with its features, and which replies were shown.</summary>
    /// <param name="turn">The turn, at its end.</param>
    /// <param name="before">What was remembered at its beginning; null where that could not be had.</param>
    /// <param name="again">Whether the message may come again.</param>
    public async Task RememberAsync(MessageTurn turn, ConversationRecord? before, bool again)
    {
        var (activity, decision) = (turn.Context.Activity, turn.Decision);
        var isKept = decision is not ({ Reason: TurnReasons.Stopped } or { Outcome: TurnOutcome.Command });
        if (!isKept && !again)
            return;
        var id = ActivityIds.Kept(activity.Id);
        IReadOnlyList<SaidTurn> said = isKept
            ? [.. turn.Message.Turns().Select(part => new SaidTurn(part, id)), .. turn.Said.Turns]
            : [];
        // What the plugin took no part in is encoded when it is needed.
        var stored = decision is { Mode: not ReplyMode.Off }
            ? await EncodeAsync(said, before?.Catalog).ConfigureAwait(false)
            : Unencoded(said);
        await KeepAsync(
                activity,
                record =>
                {
                    var changed = again ? record.WithoutActivities(ActivityIds.Of(activity)) : record;
                    // Somebody may have stopped the plugin while this turn ran.
                    return record.Stopped
                        ? changed
                        : turn
                            .Said.Changes.On(changed.WithTurns(stored, options.CurrentValue.HistoryTurns))
                            .WithImpressions(turn.Said.Impressions);
                }
            )
            .ConfigureAwait(false);
    }

    /// <summary>Keeps what the bot said in a turn that was no message: a welcome, a reminder.</summary>
    public Task RememberAsync(Activity activity, OutgoingMessages said) =>
        said.Turns.Count > 0 || said.Changes.Any
            ? KeepAsync(
                activity,
                record =>
                    record.Stopped
                        ? null
                        : said.Changes.On(record.WithTurns(Unencoded(said.Turns), options.CurrentValue.HistoryTurns))
            )
            : Task.CompletedTask;

    // It goes on when the channel has hung up: what was said was said.
    private async Task KeepAsync(Activity activity, Func<ConversationRecord, ConversationRecord?> change)
    {
        using var limit = new CancellationTokenSource(timeouts.CurrentValue.Save, time);
        try
        {
            await memory
                .ChangeAsync(ConversationKey.Of(activity), change, limit.Token)
                .WaitAsync(limit.Token)
                .ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Thrown away on purpose: the user has the answer already, and an error of the host bot must not be hidden by this one.
            logger.NotRemembered(activity.Conversation?.Id, error);
        }
    }

    private async Task<IReadOnlyList<StoredTurn>> EncodeAsync(IReadOnlyList<SaidTurn> said, string? catalog)
    {
        if (said.Count == 0)
            return [];
        using var limit = new CancellationTokenSource(timeouts.CurrentValue.Encode, time);
        try
        {
            var encoded = await model
                .EncodeAsync([.. said.Select(one => one.Turn)], catalog, limit.Token)
                .ConfigureAwait(false);
            return [.. said.Zip(encoded, (one, turn) => StoredTurn.Of(turn, one.MessageId))];
        }
        catch (Exception error)
        {
            // Whatever it is, what was said is kept; it gets its features when they are needed.
            logger.NotEncoded(error);
            return Unencoded(said);
        }
    }

    // A user's picture has nothing but its pixels, and is lost without a feature.
    private static List<StoredTurn> Unencoded(IEnumerable<SaidTurn> said) =>
        [.. said.Where(one => one.Turn.Picture is null).Select(one => StoredTurn.Of(one.Turn, one.MessageId))];
}
