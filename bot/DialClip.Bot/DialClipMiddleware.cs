using DialClip.Bot.Privacy;
using DialClip.Bot.Replies;
using DialClip.Bot.State;
using DialClip.Bot.Telemetry;
using DialClip.Bot.Turns;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot;

/// <summary>
/// The plugin's middleware. Answers a message with the best picture or text of the catalog, or leaves it to the host
/// bot; stores the messages of both sides. Messages are serialized per conversation, deduplicated, and within a time
/// budget.
/// </summary>
/// <remarks>One instance serves all turns, so it has no state of a turn.</remarks>
internal sealed class DialClipMiddleware(
    NonMessageActivityHandler others,
    TurnQueue queue,
    ReplyGates gates,
    ConversationStore store,
    TurnHistory history,
    TurnDecider decider,
    ReplySender sender,
    BotTelemetry telemetry,
    IdHasher hasher,
    IOptionsMonitor<ConversationOptions> options,
    IOptionsMonitor<ReplyOptions> replyOptions,
    IOptionsMonitor<TurnTimeouts> timeouts,
    TimeProvider time,
    ILogger<DialClipMiddleware> logger
) : IMiddleware
{
    /// <inheritdoc/>
    public Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        ArgumentNullException.ThrowIfNull(next);
        var requests = new HostRequests();
        // An adapter may have got the plugin twice; a turn passes through it once.
        if (!turnContext.TurnState.TryAdd(HostRequests.Key, requests))
            return next(cancellationToken);
        return turnContext.Activity.Type == ActivityTypes.Message
            ? ProcessMessageAsync(turnContext, requests, next, cancellationToken)
            : others.RunAsync(turnContext, next, cancellationToken);
    }

    private async Task ProcessMessageAsync(
        ITurnContext turnContext,
        HostRequests requests,
        NextDelegate next,
        CancellationToken cancellationToken
    )
    {
        using var span = telemetry.BeginTurn(turnContext.Activity, hasher);
        using var budget = new TurnBudget(timeouts.CurrentValue.Turn, time, cancellationToken);
        var turn = BeginTurn(turnContext);
        using var queued = await queue.EnterAsync(turn.Key, budget.Token).ConfigureAwait(false);
        // Before anything is stored: a gate may want the message ignored.
        var (mode, modeReason) = await GetModeAsync(turnContext, budget.Token).ConfigureAwait(false);
        if (mode == ReplyMode.Ignore)
        {
            Report(TurnResult.Passed(modeReason ?? TurnReasons.ModeIgnore, mode));
            queued.ReleaseQueue();
            await next(cancellationToken).ConfigureAwait(false);
            return;
        }
        var claim = CreateClaim(turn, queued);
        // Not cancelled with the turn: a duplicate is recognised although the channel has hung up.
        var (record, refusal) = await claim.ReadAsync(CancellationToken.None).ConfigureAwait(false);
        if (claim.IsUncertain && refusal is null)
            (record, refusal) = await claim.WaitForSenderAsync(budget.Token).ConfigureAwait(false);
        if (refusal is not null)
        {
            await PassDuplicateAsync(new(TurnOutcome.Duplicate, refusal, mode)).ConfigureAwait(false);
            return;
        }

        turn = turn with { Record = record, Mode = mode, ModeReason = modeReason, IsUncertain = claim.IsUncertain };
        var answer = new MessageAnswer(turn, queued, budget, requests, decider, sender, claim, logger);
        var (isComplete, isDuplicate) = (false, false);
        try
        {
            await answer.RunBeforeHostBotAsync(cancellationToken).ConfigureAwait(false);
            isDuplicate = answer.Result.Outcome == TurnOutcome.Duplicate;
            if (!answer.Result.IsAnswered && !isDuplicate)
            {
                // The conversation's next message does not wait for the host bot.
                queued.ReleaseQueue();
                requests.Accept(answer.AnswerOnRequestAsync);
                await next(cancellationToken).ConfigureAwait(false);
                await answer.RunAfterHostBotAsync(cancellationToken).ConfigureAwait(false);
            }
            isComplete = true;
        }
        finally
        {
            budget.Pause();
            if (!isDuplicate)
            {
                Report(answer.Result);
                sender.LogExposures(turn.Sent.Impressions, answer.Result, turn.Context.Activity.ChannelId);
                // A message that nobody answered because something failed may be delivered again: it is no duplicate.
                var mayComeAgain = !isComplete && !turnContext.Responded;
                await history
                    .SaveAsync(turn, answer.Result, claim.MayBeStored ? queued.Name : null, mayComeAgain)
                    .ConfigureAwait(false);
            }
        }
        if (isDuplicate)
            await PassDuplicateAsync(answer.Result).ConfigureAwait(false);

        // Where the plugin never speaks first, a channel's repetitions are the host bot's business, as without it.
        async Task PassDuplicateAsync(TurnResult result)
        {
            queued.IsDuplicate = true;
            queued.ReleaseQueue();
            Report(result);
            if (result.Reason == TurnReasons.AnswerUncertain)
                telemetry.RecordUncertainReply(turnContext.Activity.ChannelId, isSentAgain: false);
            if (replyOptions.CurrentValue.GetMode(turnContext.Activity.ChannelId) != ReplyMode.Reply)
                await next(cancellationToken).ConfigureAwait(false);
        }

        void Report(TurnResult result)
        {
            telemetry.RecordTurn(span, turnContext.Activity.ChannelId, result, budget.Elapsed);
            logger.Decided(turn.Conversation, result, budget.Elapsed.TotalMilliseconds);
        }
    }

    // From now on the messages that are sent in the turn are recorded.
    private TurnState BeginTurn(ITurnContext context)
    {
        var activity = context.Activity;
        var sent = new SentMessages(options.CurrentValue.MaxTextLength);
        sent.Attach(context);
        return new(context, ConversationStore.GetKey(activity), MessageText.Get(activity, options.CurrentValue), sent)
        {
            WasAnsweredBefore = context.Responded,
            Conversation = hasher.HashConversation(activity),
            User = hasher.FindUser(activity),
        };
    }

    private MessageClaim CreateClaim(TurnState turn, TurnQueue.Turn queued) =>
        new(
            turn,
            queued,
            queue,
            store,
            options.CurrentValue.RememberedActivities,
            options.CurrentValue.HistoryTurns,
            timeouts.CurrentValue.Begin,
            replyOptions.CurrentValue.GetWhenUncertain(turn.Activity.ChannelId),
            time,
            logger
        );

    // Where the gates do not answer in time, nobody knows what they would have said: nothing is stored.
    private async Task<(ReplyMode Mode, string? Reason)> GetModeAsync(
        ITurnContext turnContext,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await gates
                .GetModeAsync(turnContext, cancellationToken)
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (ReplyMode.Ignore, TurnReasons.BudgetSpent);
        }
    }
}
