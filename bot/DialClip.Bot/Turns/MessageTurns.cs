using DialClip.Bot.Conversation;
using DialClip.Bot.Replies;
using DialClip.Bot.Telemetry;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Turns;

/// <summary>Leads messages through the plugin: one after the other in a conversation, each once, within a budget, and then to the host bot unless they are answered.</summary>
internal sealed class MessageTurns(
    TurnQueue queue,
    TurnMemory memory,
    TurnDecider decider,
    TurnReplies replies,
    BotTelemetry telemetry,
    IOptionsMonitor<ConversationOptions> options,
    IOptionsMonitor<TurnTimeouts> timeouts,
    IOptionsMonitor<ReplyOptions> replyOptions,
    TimeProvider time,
    ILogger<MessageTurns> logger
)
{
    /// <summary>Leads one message through.</summary>
    public async Task RunAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var span = telemetry.BeginTurn(turnContext.Activity);
        using var budget = new CancellationTokenSource(timeouts.CurrentValue.Turn, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        var turn = new MessageTurn(turnContext, options.CurrentValue, replies.Shown);
        using var place = await queue.TryEnterAsync(turn.Key, both.Token).ConfigureAwait(false);
        var (record, isDuplicate) = await memory.TakeOnAsync(turn).ConfigureAwait(false);
        if (isDuplicate)
        {
            Ended(new(TurnOutcome.Duplicate, TurnReasons.Duplicate, ReplyMode.Off));
            // Where the host bot does all the answering, what a channel delivers twice is its own business, as without the plugin.
            if (replyOptions.CurrentValue.ModeOn(turnContext.Activity.ChannelId) != ReplyMode.Reply)
                await next(cancellationToken).ConfigureAwait(false);
            return;
        }
        var whole = false;
        try
        {
            turn.Decision = (place, record) switch
            {
                (null, _) => new(TurnOutcome.Abandoned, TurnReasons.ConversationBusy, ReplyMode.Off),
                // Whether the plugin was told to stop cannot be known: it stays silent.
                (_, null) => new(TurnOutcome.Failed, TurnReasons.MemoryFailed, ReplyMode.Off),
                _ => await DecideAsync(turn, record, both.Token).ConfigureAwait(false),
            };
            var answered = await ActAsync().ConfigureAwait(false);
            Ended(turn.Decision);
            if (!answered)
                await next(cancellationToken).ConfigureAwait(false);
            whole = true;
        }
        finally
        {
            // A message that nobody answered because something failed may come again: then it is no duplicate.
            await memory.RememberAsync(turn, record, again: !whole && !turnContext.Responded).ConfigureAwait(false);
        }

        void Ended(TurnDecision decision)
        {
            var elapsed = time.GetElapsedTime(started);
            telemetry.Ended(span, turnContext.Activity.ChannelId, decision, elapsed);
            logger.Decided(turnContext.Activity.Conversation?.Id, decision, elapsed.TotalMilliseconds);
        }

        async Task<bool> ActAsync()
        {
            try
            {
                return await replies
                    .ActAsync(turn, time.GetElapsedTime(started), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch
            {
                // It may have arrived all the same, so the host bot does not answer, too: the adapter's error handler has the word.
                Ended(turn.Decision! with { Outcome = TurnOutcome.Failed, Reason = TurnReasons.SendFailed });
                throw;
            }
        }
    }

    // Whatever ends it, it must not take the message away from the host bot, which may not mind that the channel has hung up.
    private async Task<TurnDecision> DecideAsync(MessageTurn turn, ConversationRecord record, CancellationToken budget)
    {
        try
        {
            return await decider.DecideAsync(turn, record, budget).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested)
        {
            return new(TurnOutcome.Abandoned, TurnReasons.BudgetSpent, ReplyMode.Off);
        }
        catch (Exception error)
        {
            logger.TurnFailed(turn.Context.Activity.Conversation?.Id, error);
            return new(TurnOutcome.Failed, TurnReasons.TurnFailed, ReplyMode.Off);
        }
    }
}
