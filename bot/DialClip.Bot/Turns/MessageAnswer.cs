using DialClip.Bot.Replies;
using DialClip.Bot.State;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Turns;

/// <summary>
/// The plugin's answer to one message: decided once, before the host bot (modes Reply and Suggest), after it (Fallback
/// and Observe), or when the host bot asks for it.
/// </summary>
internal sealed class MessageAnswer(
    TurnState turn,
    TurnQueue.Turn queued,
    TurnBudget budget,
    HostRequests requests,
    TurnDecider decider,
    ReplySender sender,
    MessageClaim claim,
    ILogger logger
)
{
    // No rule keeps the plugin from the message, and it is not decided yet.
    private bool isOpen;

    /// <summary>Gets the result so far.</summary>
    public TurnResult Result { get; private set; } = TurnResult.Failed(TurnReasons.TurnFailed);

    /// <summary>Does what comes before the host bot.</summary>
    public async Task RunBeforeHostBotAsync(CancellationToken cancellationToken)
    {
        var decided = (queued.HasEntered, turn.Record) switch
        {
            (false, _) => TurnResult.Abandoned(TurnReasons.ConversationBusy),
            // Whether the plugin was stopped here is not known: it stays silent.
            (_, null) => TurnResult.Failed(TurnReasons.RecordFailed),
            _ => await LimitAsync(token => decider.ScreenAsync(turn, isRequested: false, token)).ConfigureAwait(false),
        };
        if (decided is null && turn.Mode is ReplyMode.Reply or ReplyMode.Suggest)
            decided = await DecideAsync(speaks: turn.Mode == ReplyMode.Reply).ConfigureAwait(false);
        isOpen = decided is null;
        // The result of a turn in which the host bot throws: such a message is not unanswered.
        Result = decided ?? TurnResult.Passed(TurnReasons.HostBotFailed, turn.Mode);
        if (decided is not null)
            Result = await SendAsync(decided, CancellationToken.None, cancellationToken).ConfigureAwait(false);
        if (!Result.IsAnswered && turn.Record is not null)
            await ClaimForHostBotAsync().ConfigureAwait(false);
        budget.Pause();
    }

    // In one write with the message's text, which is context of a later message while the host bot works on this one.
    private async Task ClaimForHostBotAsync()
    {
        var reason = Result switch
        {
            { Outcome: TurnOutcome.Duplicate } or { Reason: TurnReasons.RecordFailed } => Result.Reason,
            _ => await claim.TakeAsync(isSending: false, change: null, CancellationToken.None).ConfigureAwait(false),
        };
        if (reason is null)
            return;
        isOpen = false;
        Result = Refuse(Result, reason);
    }

    /// <summary>Answers the message because the host bot asks for it.</summary>
    /// <returns>Whether it was answered.</returns>
    public async Task<bool> AnswerOnRequestAsync(CancellationToken cancellationToken)
    {
        // What was decided before stays decided; a message that was the host bot's is given away by it now.
        // Until now the plugin did not speak, and "stop" was a text like any other.
        var isCommand =
            Result.Outcome is TurnOutcome.Silent or TurnOutcome.Suggested
            && decider.FindCommand(turn, speaks: true) is not null;
        if (!isOpen && !isCommand && Result.Outcome is not (TurnOutcome.Passed or TurnOutcome.Suggested))
            return false;
        budget.Resume(cancellationToken);
        var decided =
            Result.Outcome == TurnOutcome.Suggested && !isCommand
                ? Result with
                {
                    Outcome = TurnOutcome.Answered,
                }
                : await LimitAsync(token => decider.ScreenAsync(turn, isRequested: true, token)).ConfigureAwait(false)
                    ?? await DecideAsync(speaks: true).ConfigureAwait(false);
        Result = await SendAsync(decided, budget.Token, cancellationToken).ConfigureAwait(false);
        budget.Pause();
        return Result.IsAnswered;
    }

    /// <summary>Does what comes after the host bot: answers, or records what would have been answered.</summary>
    public async Task RunAfterHostBotAsync(CancellationToken cancellationToken)
    {
        if (!isOpen || requests.WasAsked)
            return;
        budget.Resume(cancellationToken);
        var isFallback = turn.Mode == ReplyMode.Fallback;
        var answered = turn.WasAnsweredBefore || turn.Sent.HasAnswer || queued.HasProactiveMessage;
        var mode = turn.Mode;
        var reason =
            answered ? TurnReasons.HostBotAnswered
            : requests.IsAnsweredLater ? TurnReasons.AnsweredLater
            : queued.IsLatest ? null
            : TurnReasons.Outdated;
        if (reason is null)
            (reason, mode) = await FindLateRuleAsync().ConfigureAwait(false);
        if (reason is not null && (isFallback || mode == ReplyMode.Ignore))
        {
            Result = TurnResult.Passed(reason, mode) with { HostBotAnswered = answered };
            return;
        }
        var decided = await DecideAsync(speaks: isFallback).ConfigureAwait(false);
        if (decided.Outcome is TurnOutcome.Answered or TurnOutcome.Observed)
            reason ??= await FindLaterMessageAsync().ConfigureAwait(false);
        decided = decided with { HostBotAnswered = answered, FallbackReason = reason };
        if (isFallback && reason is not null)
            decided = decided with { Outcome = TurnOutcome.Silent, Reason = reason };
        Result = await SendAsync(decided, budget.Token, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(string? Reason, ReplyMode Mode)> FindLateRuleAsync()
    {
        (string Reason, ReplyMode Mode)? rule = null;
        var failed = await LimitAsync(async token =>
            {
                rule = await decider.FindLateRuleAsync(turn, token).ConfigureAwait(false);
                return null;
            })
            .ConfigureAwait(false);
        return failed is not null ? (failed.Reason, turn.Mode) : (rule?.Reason, rule?.Mode ?? turn.Mode);
    }

    // Another process may have got a later message, or the command that stops the plugin.
    private async Task<string?> FindLaterMessageAsync()
    {
        ConversationRecord? now = null;
        var failed = await LimitAsync(async token =>
            {
                (now, _) = await claim.ReadAsync(token).ConfigureAwait(false);
                return null;
            })
            .ConfigureAwait(false);
        return (failed, now) switch
        {
            (not null, _) => failed.Reason,
            (_, null) => TurnReasons.RecordFailed,
            (_, { Stopped: true }) => TurnReasons.Stopped,
            _ when queued.HasProactiveMessage => TurnReasons.HostBotAnswered,
            _ when !queued.IsLatest || now.HasSeenAfter(ActivityIds.GetAll(turn.Activity), turn.Record!) =>
                TurnReasons.Outdated,
            _ => null,
        };
    }

    private async Task<TurnResult> DecideAsync(bool speaks) =>
        (
            await LimitAsync(async token => await decider.DecideAsync(turn, speaks, token).ConfigureAwait(false))
                .ConfigureAwait(false)
        )!;

    // Whatever ends it must not keep the message from the host bot, which may not mind that the channel has hung up.
    private async Task<TurnResult?> LimitAsync(Func<CancellationToken, Task<TurnResult?>> work)
    {
        var token = budget.Token;
        try
        {
            token.ThrowIfCancellationRequested();
            // A gate, a server or a model that ignores its token must not hold the message.
            return await work(token).WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return TurnResult.Abandoned(TurnReasons.BudgetSpent);
        }
        catch (Exception error)
        {
            logger.TurnFailed(turn.Conversation, error);
            return TurnResult.Failed(TurnReasons.TurnFailed);
        }
    }

    // The claim is stored right before something goes out: where it cannot be, nothing does.
    private async Task<TurnResult> SendAsync(
        TurnResult decided,
        CancellationToken claimToken,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var (result, refusal) = await sender
                .SendAsync(turn, decided, budget.Elapsed, TakeAsync, cancellationToken)
                .ConfigureAwait(false);
            return refusal is null ? result : Refuse(result, refusal);
        }
        catch
        {
            // The reply may have arrived, so the host bot does not answer, too: the adapter's error handler decides.
            Result = decided with
            {
                Outcome = TurnOutcome.Failed,
                Reason = TurnReasons.SendFailed,
            };
            throw;
        }

        async Task<string?> TakeAsync(Func<ConversationRecord, ConversationRecord>? change)
        {
            try
            {
                return await claim.TakeAsync(isSending: true, change, claimToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (claimToken.IsCancellationRequested)
            {
                return TurnReasons.BudgetSpent;
            }
        }
    }

    private static TurnResult Refuse(TurnResult result, string reason) =>
        reason switch
        {
            TurnReasons.RecordFailed => TurnResult.Failed(reason),
            TurnReasons.BudgetSpent => TurnResult.Abandoned(reason),
            TurnReasons.Duplicate or TurnReasons.AnswerUncertain => result with
            {
                Outcome = TurnOutcome.Duplicate,
                Reason = reason,
            },
            _ => result with { Outcome = TurnOutcome.Silent, Reason = reason },
        };
}
