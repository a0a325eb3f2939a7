using DialClip.Bot.Conversation;
using DialClip.Bot.Replies;
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

    /// <summary>Keeps what both sides said, with its features, and which replies were shown. It goes on when the channel has hung up: what was said was said.</summary>
    /// <param name="turn">The turn, at its end.</param>
    /// <param name="before">What was remembered at its beginning.</param>
    public async Task RememberAsync(MessageTurn turn, ConversationRecord before)
    {
        if (turn.Decision is { Reason: TurnReasons.Stopped })
            return;
        using var limit = new CancellationTokenSource(SavingTime, time);
        try
        {
            var id = ActivityIds.Kept(turn.Context.Activity.Id);
            IReadOnlyList<SaidTurn> said = turn.Decision?.Outcome == TurnOutcome.Command ? [] : [.. turn.Message.Turns().Select(part => new SaidTurn(part, id)), .. turn.Said.Turns];
            IReadOnlyList<StoredTurn> stored = await EncodeAsync(said, before.Catalog, limit.Token).ConfigureAwait(false);
            await memory.ChangeAsync(turn.Key, record => Changed(record, turn, stored), limit.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Thrown away on purpose: the user has the answer already, and an error of the host bot must not be hidden by this one.
            logger.NotRemembered(turn.Context.Activity.Conversation?.Id, error);
        }
    }

    private ConversationRecord Changed(ConversationRecord record, MessageTurn turn, IReadOnlyList<StoredTurn> stored) => (turn.Decision?.Reason switch
    {
        TurnReasons.StopCommand => record with { Stopped = true },
        TurnReasons.StartCommand => record with { Stopped = false },
        _ => record,
    }).WithTurns(stored, options.CurrentValue.HistoryTurns).WithImpressions(turn.Said.Impressions);

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
