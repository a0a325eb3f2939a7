using DialClip.Bot.Privacy;
using DialClip.Bot.Replies;
using DialClip.Bot.State;
using DialClip.Bot.Suggestions;
using DialClip.Bot.Telemetry;
using DialClip.Model.Indexing;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Rest.Serialization;

namespace DialClip.Bot.Turns;

/// <summary>
/// Carries out a turn's result: sends the reply, leaves suggestions, or logs what would have been sent.
/// </summary>
internal sealed class ReplySender(
    ReplyFactory factory,
    ConversationCommands commands,
    ExperimentLog log,
    IdHasher hasher,
    BotTelemetry telemetry,
    IOptionsMonitor<ReplyOptions> options,
    IEnumerable<IHostEnvironment> environments,
    ILogger<ReplySender> logger
)
{
    private const string Response = "{\"id\":\"1\"}";

    private readonly bool isDevelopment = environments.Any(environment => environment.IsDevelopment());

    /// <summary>Carries out a result.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="result">Its result.</param>
    /// <param name="elapsed">The time of the turn so far, for diagnostics.</param>
    /// <param name="claim">
    /// Claims the message right before something is sent, and applies a command in the same write; gets the reason why
    /// nothing must be sent, or null.
    /// </param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    /// <returns>
    /// The turn's final result: another one where the reply could not be created or a handler of the host did not let
    /// it out; and the reason for which nothing was sent, if the message could not be claimed.
    /// </returns>
    public async Task<(TurnResult Result, string? Refusal)> SendAsync(
        TurnState turn,
        TurnResult result,
        TimeSpan elapsed,
        Func<Func<ConversationRecord, ConversationRecord>?, Task<string?>> claim,
        CancellationToken cancellationToken
    )
    {
        if (result.Outcome == TurnOutcome.Command)
        {
            var confirmation = MessageFactory.Text(commands.GetConfirmation(result.Reason));
            ReplyMark.SetImpression(confirmation, CreateReplyId(turn));
            PrepareClient(turn.Context, confirmation);
            // Stored before it is confirmed: nobody is promised a silence that does not last.
            if (await claim(record => Apply(record, turn, result)).ConfigureAwait(false) is { } refusal)
                return (result, refusal);
            ReportSentAgain(turn);
            await turn.Context.SendActivityAsync(confirmation, cancellationToken).ConfigureAwait(false);
            return (result, null);
        }
        if (result.Outcome == TurnOutcome.Answered)
            return await AnswerAsync(turn, result, elapsed, claim, cancellationToken).ConfigureAwait(false);
        AddDiagnostics(turn, result, elapsed);
        if (!result.HasRetrieval)
            return (result, null);
        if (result.Mode == ReplyMode.Suggest)
            turn.Context.TurnState.Set(CreateSuggestions(turn, result));
        else if (result.Mode == ReplyMode.Observe)
            log.WriteObservation(result, turn.Context.Activity.ChannelId);
        return (result, null);
    }

    /// <summary>Logs the exposures of a turn.</summary>
    /// <param name="sent">The replies that were sent, by the plugin or by the host bot.</param>
    /// <param name="result">The turn's result.</param>
    /// <param name="channel">The channel of the conversation.</param>
    public void LogExposures(IReadOnlyList<SentMessages.SentReply> sent, TurnResult result, string? channel)
    {
        foreach (var reply in sent)
            log.WriteExposure(reply.Impression, reply.Score, result, channel);
    }

    private static ConversationRecord Apply(ConversationRecord record, TurnState turn, TurnResult result) =>
        ConversationCommands.Apply(record.WithoutMessage(turn.MessageId), result.Reason);

    private async Task<(TurnResult Result, string? Refusal)> AnswerAsync(
        TurnState turn,
        TurnResult result,
        TimeSpan elapsed,
        Func<Func<ConversationRecord, ConversationRecord>?, Task<string?>> claim,
        CancellationToken cancellationToken
    )
    {
        Activity reply;
        SentMessages.PendingReply pending;
        try
        {
            (reply, pending) = CreateReply(turn, result, skipped: 0, CreateReplyId(turn));
            PrepareClient(turn.Context, reply);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Nothing was sent yet, so the host bot can still answer.
            logger.ReplyNotCreated(turn.Conversation, error);
            var failed = result with { Outcome = TurnOutcome.Failed, Reason = TurnReasons.ReplyNotCreated };
            AddDiagnostics(turn, failed, elapsed);
            return (failed, null);
        }
        AddDiagnostics(turn, result, elapsed);
        await pending.AnnounceAsync().ConfigureAwait(false);
        // Last of all: a process that dies between this write and the channel leaves the message without a reply.
        if (await claim(null).ConfigureAwait(false) is { } refusal)
        {
            pending.Withdraw();
            return (result, refusal);
        }
        ReportSentAgain(turn);
        using (BotTelemetry.StartSpan("dialclip.reply"))
            await turn.Context.SendActivityAsync(reply, cancellationToken).ConfigureAwait(false);
        // A handler of the host that let nothing out leaves the message without an answer.
        if (!turn.Sent.Impressions.IsEmpty)
            return (result, null);
        pending.Withdraw();
        return (result with { Outcome = TurnOutcome.Silent, Reason = TurnReasons.ReplyHeldBack }, null);
    }

    // The same for every delivery of the message: a channel that has the reply can tell the one that is sent again.
    private string CreateReplyId(TurnState turn) =>
        turn.MessageId is { } message ? hasher.HashReply(turn.Key, message) : CreateRandomId();

    private static string CreateRandomId() => Guid.NewGuid().ToString("N");

    private void ReportSentAgain(TurnState turn)
    {
        if (!turn.IsUncertain)
            return;
        turn.Sent.IsSentAgain = true;
        telemetry.RecordUncertainReply(turn.Activity.ChannelId, isSentAgain: true);
        logger.ReplySentAgain(turn.Conversation);
    }

    private void AddDiagnostics(TurnState turn, TurnResult result, TimeSpan elapsed)
    {
        if (options.CurrentValue.ShowReasons ?? isDevelopment)
            turn.Sent.AddDiagnostics(TurnDiagnostics.Create(result, elapsed));
    }

    private DialClipSuggestions CreateSuggestions(TurnState turn, TurnResult result) =>
        new(
            result.Decision!.Kind,
            result.Decision.Reason,
            [.. result.Decision.Ranked.Select(ToSuggestion)],
            index => CreateReply(turn, result, index, CreateRandomId()).Reply
        );

    private static Suggestion ToSuggestion(ScoredCandidate candidate) =>
        new(
            candidate.Item.Id,
            candidate.Item.Modality,
            candidate.Item.Name,
            candidate.Item.Text,
            candidate.Score,
            candidate.Confidence
        );

    private (Activity Reply, SentMessages.PendingReply Pending) CreateReply(
        TurnState turn,
        TurnResult result,
        int skipped,
        string impression
    )
    {
        var ranked = result.Decision!.Ranked.Skip(skipped).ToList();
        var candidates = factory.SelectCandidates(ranked, turn.Activity.ChannelId);
        var reply = Create();
        // The alternatives of a carousel go before a channel refuses it.
        while (candidates.Count > 1 && !MessageSize.Fits(reply, turn.Activity.ChannelId))
        {
            candidates = [.. candidates.SkipLast(1)];
            reply = Create();
        }
        var pending = new SentMessages.PendingReply(
            impression,
            candidates,
            () => log.WriteIntentionAsync(impression, result),
            () => log.WithdrawIntention(impression, result)
        );
        turn.Sent.RegisterPending(pending);
        return (reply, pending);

        Activity Create() => factory.Create(candidates, impression, result.Retrieval!.CatalogDigest, turn.Activity);
    }

    // Lets the SDK's client of the channel write the reply and read a response once, before the claim of the reply is
    // stored. The client of each turn reflects over all types of an activity for its first message, which takes ten
    // times as long as the request; a process that dies meanwhile would leave the message without a reply.
    private static void PrepareClient(ITurnContext context, Activity reply)
    {
        // An adapter without such a client has nothing to prepare.
        if (context.TurnState.Get<IConnectorClient>() is not { } client)
            return;
        if (client.SerializationSettings is { } writing)
            SafeJsonConvert.SerializeObject(reply, writing);
        if (client.DeserializationSettings is { } reading)
            SafeJsonConvert.DeserializeObject<ResourceResponse>(Response, reading);
    }
}
