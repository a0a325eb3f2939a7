using DialClip.Bot.Attachments;
using DialClip.Bot.Conversation;
using DialClip.Bot.Replies;
using DialClip.Bot.UserFeedback;
using DialClip.Experiments.Events;
using DialClip.Model.Dialog;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot;

/// <summary>Answers a message with the best picture or text of the catalog, or stays silent and lets the host bot answer; remembers what both sides say.</summary>
/// <remarks>One instance serves all turns, so it keeps nothing of a turn.</remarks>
internal sealed class DialClipMiddleware(
    AnswerFinder finder, ConversationMemory memory, PictureReader pictures, ReplyFactory replies, FeedbackRecorder feedback, ExperimentLog log,
    IOptions<ConversationOptions> conversation, IOptions<ReplyOptions> options, TimeProvider time, ILogger<DialClipMiddleware> logger) : IMiddleware
{
    /// <inheritdoc/>
    public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        ArgumentNullException.ThrowIfNull(next);
        var activity = turnContext.Activity;
        if (await feedback.TryRecordAsync(activity, cancellationToken).ConfigureAwait(false))
            return;
        if (activity.Type != ActivityTypes.Message)
        {
            await next(cancellationToken).ConfigureAwait(false);
            return;
        }

        var key = ConversationKey.Of(activity);
        if (await TryTakeOnAsync(key, activity, cancellationToken).ConfigureAwait(false) is not { } record)
        {
            logger.Duplicate(activity.Id, activity.Conversation?.Id);
            return;
        }

        var message = await IncomingMessage.ReadAsync(activity, pictures, conversation.Value, cancellationToken).ConfigureAwait(false);
        var said = new OutgoingMessages(conversation.Value.MaxTextLength);
        Impression? impression = null;
        said.Watch(turnContext);
        try
        {
            var answer = await TryFindAsync(activity, message, record, cancellationToken).ConfigureAwait(false);
            if (answer?.Decision.Candidate is null)
                await next(cancellationToken).ConfigureAwait(false);
            else
                impression = await ReplyAsync(turnContext, answer, said, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await RememberAsync(key, activity, [.. message.Turns(), .. said.Turns], impression, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ConversationRecord?> TryTakeOnAsync(string key, Activity activity, CancellationToken cancellationToken)
    {
        try
        {
            return await memory.TakeOnAsync(key, IncomingMessage.IdsOf(activity), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A storage that fails costs context and the guard against duplicates, not the conversation.
            logger.NotRemembered(activity.Conversation?.Id, error);
            return ConversationRecord.Empty;
        }
    }

    private async Task<Answer?> TryFindAsync(Activity activity, IncomingMessage message, ConversationRecord record, CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled || message is { Text: null, Picture: null } || (!conversation.Value.AnswerUnaddressed && !IncomingMessage.IsAddressed(activity)))
            return null;
        using var budget = new CancellationTokenSource(conversation.Value.TurnBudget, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        try
        {
            var answer = await finder.FindAsync(activity, message, record, both.Token).ConfigureAwait(false);
            var (decision, assignment) = (answer.Decision, answer.Assignment);
            logger.Decided(activity.Conversation?.Id, decision.Kind.ToString(), decision.Reason, decision.Candidate?.Item.Id, decision.Candidate?.Score, assignment.Variant, assignment.Reason);
            return answer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            logger.BudgetSpent(activity.Conversation?.Id, conversation.Value.TurnBudget);
            return null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A broken retriever must never take the conversation down: log, then let the host bot answer.
            logger.RetrievalFailed(activity.Conversation?.Id, error);
            return null;
        }
    }

    private async Task<Impression> ReplyAsync(ITurnContext turnContext, Answer answer, OutgoingMessages said, CancellationToken cancellationToken)
    {
        var (candidate, assignment) = (answer.Decision.Candidate!, answer.Assignment);
        var impression = new Impression(Guid.NewGuid().ToString("N"), candidate.Item.Id);
        var reply = replies.Create(candidate, answer.Decision.Reason, assignment, impression.Id, answer.Result.CatalogDigest, turnContext.Activity);
        await turnContext.SendActivityAsync(reply, cancellationToken).ConfigureAwait(false);
        if (candidate.Item.Modality == Modality.Picture)
            said.AddPicture(candidate.Item.Id);
        await log.AppendAsync(
            new Exposure
            {
                ImpressionId = impression.Id,
                Time = time.GetUtcNow(),
                Experiment = assignment.Experiment,
                Variant = assignment.Variant,
                Reason = assignment.Reason,
                UnitHash = assignment.UnitHash,
                HeadDigest = answer.Result.HeadDigest,
                ItemId = candidate.Item.Id,
                Score = candidate.Score,
            },
            cancellationToken).ConfigureAwait(false);
        return impression;
    }

    private async Task RememberAsync(string key, Activity activity, IReadOnlyList<DialogTurn> turns, Impression? impression, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<StoredTurn> stored = [.. (await EncodeAsync(turns, cancellationToken).ConfigureAwait(false)).Select(StoredTurn.Of)];
            await memory.ChangeAsync(
                key,
                record =>
                {
                    var changed = record.WithTurns(stored, conversation.Value.HistoryTurns);
                    return impression is null ? changed : changed.WithImpression(impression);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The user has the answer already; a memory that fails costs context, not the conversation.
            logger.NotRemembered(activity.Conversation?.Id, error);
        }
    }

    private async Task<IReadOnlyList<DialogTurn>> EncodeAsync(IReadOnlyList<DialogTurn> turns, CancellationToken cancellationToken)
    {
        try
        {
            return await finder.EncodeAsync(turns, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException) when (turns.All(turn => turn.Picture is null))
        {
            // No model is loaded: texts are kept as they are and get their features when one is.
            return turns;
        }
    }
}
