using DialClip.Bot.Replies;
using DialClip.Bot.State;
using DialClip.Bot.Telemetry;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Turns;

/// <summary>
/// Processes message activities: serialized per conversation, deduplicated, within a time budget; the host bot is
/// called if a message is not answered.
/// </summary>
internal sealed class MessagePipeline(
    TurnQueue queue,
    TurnHistory history,
    TurnDecider decider,
    ReplySender sender,
    BotTelemetry telemetry,
    IOptionsMonitor<ConversationOptions> options,
    IOptionsMonitor<ReplyOptions> replyOptions,
    IOptionsMonitor<TurnTimeouts> timeouts,
    TimeProvider time,
    ILogger<MessagePipeline> logger
)
{
    /// <summary>Processes one message.</summary>
    public async Task RunAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var span = telemetry.BeginTurn(turnContext.Activity);
        using var budget = new CancellationTokenSource(timeouts.CurrentValue.Turn, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        var turn = TurnState.Begin(turnContext, options.CurrentValue);
        using var queued = await queue.EnterAsync(turn.Key, linked.Token).ConfigureAwait(false);
        var (record, isDuplicate) = await history.BeginAsync(turn).ConfigureAwait(false);
        if (isDuplicate)
        {
            queued.ReleaseQueue();
            Report(new(TurnOutcome.Duplicate, TurnReasons.Duplicate, ReplyMode.Off));
            // Where the plugin never answers, a channel's repetitions are the host bot's business, as without it.
            if (replyOptions.CurrentValue.GetMode(turnContext.Activity.ChannelId) != ReplyMode.Reply)
                await next(cancellationToken).ConfigureAwait(false);
            return;
        }

        turn = turn with { Record = record };
        var (result, isComplete) = (TurnResult.Failed(TurnReasons.TurnFailed), false);
        try
        {
            result = (queued.HasEntered, record) switch
            {
                (false, _) => TurnResult.Abandoned(TurnReasons.ConversationBusy),
                // Whether the plugin was stopped here is not known: it stays silent.
                (_, null) => TurnResult.Failed(TurnReasons.RecordFailed),
                _ => await DecideAsync(turn, linked.Token).ConfigureAwait(false),
            };
            result = await SendAsync(turn, result).ConfigureAwait(false);
            Report(result);
            if (!result.IsAnswered)
            {
                // The conversation's next message does not wait for the host bot.
                queued.ReleaseQueue();
                await next(cancellationToken).ConfigureAwait(false);
            }
            isComplete = true;
        }
        finally
        {
            sender.LogExposures(turn.Sent.Impressions, result);
            // A message that nobody answered because something failed may be delivered again: it is no duplicate then.
            await history
                .SaveAsync(turn, result, mayComeAgain: !isComplete && !turnContext.Responded)
                .ConfigureAwait(false);
        }

        void Report(TurnResult ended)
        {
            var elapsed = time.GetElapsedTime(started);
            telemetry.RecordTurn(span, turnContext.Activity.ChannelId, ended, elapsed);
            logger.Decided(turn.ConversationId, ended, elapsed.TotalMilliseconds);
        }

        async Task<TurnResult> SendAsync(TurnState state, TurnResult decided)
        {
            try
            {
                var elapsed = time.GetElapsedTime(started);
                return await sender.SendAsync(state, decided, elapsed, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                // The reply may have arrived, so the host bot does not answer, too: the adapter's error handler
                // decides.
                Report(decided with { Outcome = TurnOutcome.Failed, Reason = TurnReasons.SendFailed });
                throw;
            }
        }
    }

    // Whatever ends it must not keep the message from the host bot, which may not mind that the channel has hung up.
    private async Task<TurnResult> DecideAsync(TurnState turn, CancellationToken cancellationToken)
    {
        try
        {
            // A gate, a server or a model that ignores its token must not hold the message.
            return await decider
                .DecideAsync(turn, cancellationToken)
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return TurnResult.Abandoned(TurnReasons.BudgetSpent);
        }
        catch (Exception error)
        {
            logger.TurnFailed(turn.ConversationId, error);
            return TurnResult.Failed(TurnReasons.TurnFailed);
        }
    }
}
