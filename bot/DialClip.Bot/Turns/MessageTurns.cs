using DialClip.Bot.Conversation;
using DialClip.Bot.Replies;
using DialClip.Bot.Telemetry;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Turns;

/// <summary>Leads messages through the plugin: one after the other in a conversation, each once, within a budget, and then to the host bot unless they are answered.</summary>
internal sealed class MessageTurns(
    TurnQueue queue, TurnMemory memory, TurnDecider decider, TurnReplies replies, BotTelemetry telemetry,
    IOptionsMonitor<ConversationOptions> options, IOptionsMonitor<ReplyOptions> replyOptions, TimeProvider time, ILogger<MessageTurns> logger)
{
    /// <summary>Leads one message through.</summary>
    public async Task RunAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var span = telemetry.BeginTurn(turnContext.Activity);
        using var budget = new CancellationTokenSource(options.CurrentValue.TurnBudget, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        var turn = new MessageTurn(turnContext, options.CurrentValue, replies.Shown);
        using var place = await TryEnterAsync(turn.Key, both.Token, cancellationToken).ConfigureAwait(false);
        var record = await memory.TakeOnAsync(turn, both.Token, cancellationToken).ConfigureAwait(false);
        if (record is null)
        {
            Ended(new(TurnOutcome.Duplicate, TurnReasons.Duplicate, ReplyMode.Off));
            // Where the host bot does all the answering, what a channel delivers twice is its own business, as without the plugin.
            if (replyOptions.CurrentValue.ModeOn(turnContext.Activity.ChannelId) != ReplyMode.Reply)
                await next(cancellationToken).ConfigureAwait(false);
            return;
        }
        try
        {
            turn.Decision = place is null
                ? new(TurnOutcome.Abandoned, TurnReasons.ConversationBusy, ReplyMode.Off)
                : await DecideAsync(turn, record, both.Token, cancellationToken).ConfigureAwait(false);
            var answered = await ActAsync(turn).ConfigureAwait(false);
            Ended(turn.Decision);
            if (!answered)
                await next(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await memory.RememberAsync(turn, record).ConfigureAwait(false);
        }

        void Ended(TurnDecision decision)
        {
            var elapsed = time.GetElapsedTime(started);
            telemetry.Ended(span, turnContext.Activity.ChannelId, decision, elapsed);
            logger.Decided(turnContext.Activity.Conversation?.Id, decision, elapsed.TotalMilliseconds);
        }

        async Task<bool> ActAsync(MessageTurn decided)
        {
            try
            {
                return await replies.ActAsync(decided, time.GetElapsedTime(started), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // It may have arrived all the same, so the host bot does not answer, too: the adapter's error handler has the word.
                Ended(decided.Decision! with { Outcome = TurnOutcome.Failed, Reason = TurnReasons.SendFailed });
                throw;
            }
        }
    }

    private async Task<TurnDecision> DecideAsync(MessageTurn turn, ConversationRecord record, CancellationToken budget, CancellationToken cancellationToken)
    {
        try
        {
            return await decider.DecideAsync(turn, record, budget).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(TurnOutcome.Abandoned, TurnReasons.BudgetSpent, ReplyMode.Off);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever it is, it must not take the message away from the host bot.
            logger.TurnFailed(turn.Context.Activity.Conversation?.Id, error);
            return new(TurnOutcome.Failed, TurnReasons.TurnFailed, ReplyMode.Off);
        }
    }

    // Who waits longer than a turn may take goes on without a place: a host bot that waits for another message inside a turn must not stand still.
    private async Task<IDisposable?> TryEnterAsync(string key, CancellationToken budget, CancellationToken cancellationToken)
    {
        try
        {
            return await queue.EnterAsync(key, budget).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
