using DialClip.Bot.Conversation;
using DialClip.Bot.Replies;
using DialClip.Bot.Suggestions;
using DialClip.Bot.Telemetry;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Turns;

/// <summary>Does what was decided: answers, leaves suggestions, or writes down what it would have said.</summary>
internal sealed class TurnReplies(
    ReplyFactory factory,
    ConversationCommands commands,
    ConversationMemory memory,
    ExperimentLog log,
    IOptionsMonitor<ReplyOptions> options,
    IEnumerable<IHostEnvironment> environments,
    ILogger<TurnReplies> logger
)
{
    private readonly bool isDevelopment = environments.Any(environment => environment.IsDevelopment());

    /// <summary>Acts on the turn's decision.</summary>
    /// <returns>Whether the message is answered; otherwise it belongs to the host bot.</returns>
    public async Task<bool> ActAsync(MessageTurn turn, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        var decision = turn.Decision!;
        if (decision.Outcome == TurnOutcome.Command)
            return await ObeyAsync(turn, cancellationToken).ConfigureAwait(false);
        if (decision.Outcome == TurnOutcome.Answered)
            return await AnswerAsync(turn, elapsed, cancellationToken).ConfigureAwait(false);
        Explain(turn, elapsed);
        if (decision is { Mode: ReplyMode.Suggest, Answer: { } suggested })
            turn.Context.TurnState.Set(SuggestionsOf(turn, suggested));
        if (decision is { Mode: ReplyMode.Observe, Answer: { } observed })
            log.Observed(observed);
        return false;
    }

    /// <summary>Records that a reply was shown.</summary>
    public void Shown(MessageTurn turn, Impression impression, Offer offer) =>
        log.Exposed(impression, offer.Candidates[0], turn.Decision!.Answer!);

    // First kept, then confirmed: who was promised silence gets it.
    private async Task<bool> ObeyAsync(MessageTurn turn, CancellationToken cancellationToken)
    {
        var command =
            turn.Decision!.Reason == TurnReasons.StopCommand ? ConversationCommand.Stop : ConversationCommand.Start;
        try
        {
            await memory
                .ChangeSoonAsync(
                    turn.Key,
                    record => record with { Stopped = command == ConversationCommand.Stop },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            logger.NotRemembered(turn.Context.Activity.Conversation?.Id, error);
            turn.Decision = new(TurnOutcome.Failed, TurnReasons.MemoryFailed, ReplyMode.Off);
            return false;
        }
        await turn
            .Context.SendActivityAsync(MessageFactory.Text(commands.AnswerTo(command)), cancellationToken)
            .ConfigureAwait(false);
        return true;
    }

    private async Task<bool> AnswerAsync(MessageTurn turn, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        var answer = turn.Decision!.Answer!;
        var reply = TryMake(turn, answer);
        Explain(turn, elapsed);
        if (reply is null)
            return false;
        using (BotTelemetry.Begin("dialclip.reply"))
            await turn.Context.SendActivityAsync(reply, cancellationToken).ConfigureAwait(false);
        if (turn.Said.Impressions.Count > 0)
            return true;
        // A handler of the host let nothing out, so nobody has an answer yet.
        turn.Decision = turn.Decision with
        {
            Outcome = TurnOutcome.Silent,
            Reason = TurnReasons.ReplyHeldBack,
        };
        return false;
    }

    private void Explain(MessageTurn turn, TimeSpan elapsed)
    {
        if (!(options.CurrentValue.ShowReasons ?? isDevelopment))
            return;
        var decision = turn.Decision!;
        turn.Said.Explain(
            decision is { Answer: { } answer, Outcome: not TurnOutcome.Failed }
                ? Explanation.Of(answer, decision.Mode, elapsed)
                : new()
                {
                    Kind = nameof(ReplyKind.Silence),
                    Reason = decision.Reason,
                    Mode = decision.Mode.ToString(),
                    Milliseconds = Math.Round(elapsed.TotalMilliseconds, 1),
                }
        );
    }

    private DialClipSuggestions SuggestionsOf(MessageTurn turn, Answer answer)
    {
        var ranked = answer.Decision.Ranked;
        return new(
            answer.Decision.Kind,
            answer.Decision.Reason,
            [
                .. ranked.Select(candidate => new Suggestion(
                    candidate.Item.Id,
                    candidate.Item.Modality,
                    candidate.Item.Name,
                    candidate.Item.Text,
                    candidate.Score,
                    candidate.Confidence
                )),
            ],
            place => Offered(turn, answer, factory.Shown([.. ranked.Skip(place)], turn.Context.Activity.ChannelId))
        );
    }

    // Nothing was sent yet, so the host bot can still answer.
    private Activity? TryMake(MessageTurn turn, Answer answer)
    {
        try
        {
            return Offered(turn, answer, factory.Shown(answer.Decision.Ranked, turn.Context.Activity.ChannelId));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.ReplyNotMade(turn.Context.Activity.Conversation?.Id, error);
            turn.Decision = turn.Decision! with { Outcome = TurnOutcome.Failed, Reason = TurnReasons.ReplyNotMade };
            return null;
        }
    }

    private Activity Offered(MessageTurn turn, Answer answer, IReadOnlyList<ScoredCandidate> shown)
    {
        var offer = new Offer(Guid.NewGuid().ToString("N"), shown);
        turn.Said.Expect(offer);
        return factory.Create(shown, offer.Impression, answer.Result.CatalogDigest, turn.Context.Activity);
    }
}
