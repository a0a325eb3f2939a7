using DialClip.Bot.Conversation;
using DialClip.Bot.Replies;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Turns;

/// <summary>Takes messages on, once each, and keeps what was said in their turns. A memory that fails costs context, never the conversation.</summary>
internal sealed class TurnMemory(
    ConversationMemory memory, IResponseModel model, IOptionsMonitor<ConversationOptions> options, TimeProvider time, ILogger<TurnMemory> logger)
{
    // Bounds what comes after the answer: the next turn of the conversation waits for it.
    private static readonly TimeSpan SavingTime = TimeSpan.FromSeconds(5);

    /// <summary>Takes a message on.</summary>
    /// <param name="turn">The message's turn.</param>
    /// <param name="budget">Ends the work when the turn's budget is spent.</param>
    /// <param name="cancellationToken">Ends the turn.</param>
    /// <returns>What is remembered, empty where that cannot be had; null when the message was taken on before.</returns>
    public async Task<ConversationRecord?> TakeOnAsync(MessageTurn turn, CancellationToken budget, CancellationToken cancellationToken)
    {
        try
        {
            return await memory.TakeOnAsync(turn.Key, ActivityIds.Of(turn.Context.Activity), budget).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            logger.NotRemembered(turn.Context.Activity.Conversation?.Id, error);
            return ConversationRecord.Empty;
        }
    }

    /// <summary>Keeps what both sides said, with its features, and which replies were shown.</summary>
    /// <param name="turn">The turn, at its end.</param>
    /// <param name="before">What was remembered at its beginning.</param>
    public Task RememberAsync(MessageTurn turn, ConversationRecord before)
    {
        var id = ActivityIds.Kept(turn.Context.Activity.Id);
        return turn.Decision switch
        {
            { Reason: TurnReasons.Stopped } => Task.CompletedTask,
            { Outcome: TurnOutcome.Command } => KeepAsync(turn.Context.Activity, [], before.Catalog, record => record with { Stopped = turn.Decision.Reason == TurnReasons.StopCommand }),
            _ => KeepAsync(
                turn.Context.Activity, [.. turn.Message.Turns().Select(part => new SaidTurn(part, id)), .. turn.Said.Turns], before.Catalog, record => record.WithImpressions(turn.Said.Impressions)),
        };
    }

    /// <summary>Keeps what the bot said in a turn that was no message: a welcome, a reminder.</summary>
    public Task RememberAsync(Activity activity, OutgoingMessages said) =>
        said.Turns is { Count: > 0 } turns ? KeepAsync(activity, turns, null, record => record.Stopped ? null : record) : Task.CompletedTask;

    // It goes on when the channel has hung up: what was said was said.
    private async Task KeepAsync(Activity activity, IReadOnlyList<SaidTurn> said, string? catalog, Func<ConversationRecord, ConversationRecord?> change)
    {
        using var limit = new CancellationTokenSource(SavingTime, time);
        try
        {
            var stored = await EncodeAsync(said, catalog, limit.Token).ConfigureAwait(false);
            await memory.ChangeAsync(ConversationKey.Of(activity), record => change(record)?.WithTurns(stored, options.CurrentValue.HistoryTurns), limit.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Thrown away on purpose: the user has the answer already, and an error of the host bot must not be hidden by this one.
            logger.NotRemembered(activity.Conversation?.Id, error);
        }
    }

    private async Task<IReadOnlyList<StoredTurn>> EncodeAsync(IReadOnlyList<SaidTurn> said, string? catalog, CancellationToken cancellationToken)
    {
        try
        {
            var encoded = await model.EncodeAsync([.. said.Select(one => one.Turn)], catalog, cancellationToken).ConfigureAwait(false);
            return [.. said.Zip(encoded, (one, turn) => StoredTurn.Of(turn, one.MessageId))];
        }
        catch (Exception error) when (error is not ArgumentException)
        {
            // Texts and pictures of the catalog are kept as they are, and get their features when they are needed; a user's picture has nothing but its pixels and is lost.
            logger.NotEncoded(error);
            return [.. said.Where(one => one.Turn.Picture is null).Select(one => StoredTurn.Of(one.Turn, one.MessageId))];
        }
    }
}
