using DialClip.Bot.Attachments;
using DialClip.Bot.Conversation;
using DialClip.Bot.Replies;
using DialClip.Bot.Telemetry;
using DialClip.Model.Dialog;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Turns;

/// <summary>Decides what becomes of a message: the first rule that applies.</summary>
internal sealed class TurnDecider(
    ReplyGates gates,
    ConversationCommands commands,
    AnswerFinder finder,
    PictureReader pictures,
    BotTelemetry telemetry,
    IOptionsMonitor<ConversationOptions> options,
    ILogger<TurnDecider> logger
)
{
    /// <summary>Decides.</summary>
    /// <param name="turn">The message's turn; gets what the message holds.</param>
    /// <param name="record">What is remembered of the conversation.</param>
    /// <param name="budget">Ends the work when the turn's budget is spent.</param>
    public async Task<TurnDecision> DecideAsync(MessageTurn turn, ConversationRecord record, CancellationToken budget)
    {
        var addressed = options.CurrentValue.AnswerUnaddressed || IncomingMessage.IsAddressed(turn.Context.Activity);
        if (
            addressed
            && commands.Read(turn.Message.Text, record.Stopped) is { } command
            && await MayReplyAsync(turn, budget).ConfigureAwait(false)
        )
            return new(
                TurnOutcome.Command,
                command == ConversationCommand.Stop ? TurnReasons.StopCommand : TurnReasons.StartCommand,
                ReplyMode.Reply
            );
        if (record.Stopped)
            return Passed(TurnReasons.Stopped);
        if (!addressed)
            return Passed(TurnReasons.NotAddressed);
        var (mode, verdict) = await gates.DecideAsync(turn.Context, budget).ConfigureAwait(false);
        if (mode == ReplyMode.Off)
            return Passed(
                verdict switch
                {
                    GateVerdict.Changed => TurnReasons.GateClosed,
                    GateVerdict.Failed => TurnReasons.GateFailed,
                    _ => TurnReasons.ModeOff,
                }
            );
        // Not before: a picture that the plugin is not to look at is not fetched.
        await ReadPictureAsync(turn, budget).ConfigureAwait(false);
        return turn.Message.IsEmpty
            ? Passed(TurnReasons.NothingToAnswer)
            : await AnswerAsync(turn, record, mode, budget).ConfigureAwait(false);
    }

    // Where the plugin is not to speak, 'stop' is a word like any other: it may mean the host bot's own dialog.
    private async Task<bool> MayReplyAsync(MessageTurn turn, CancellationToken budget) =>
        (await gates.DecideAsync(turn.Context, budget).ConfigureAwait(false)).Mode == ReplyMode.Reply;

    private async Task ReadPictureAsync(MessageTurn turn, CancellationToken budget)
    {
        using var span = BotTelemetry.Begin("dialclip.pictures");
        var read = await pictures.ReadAsync(turn.Context, budget).ConfigureAwait(false);
        foreach (var refusal in read.Refused)
            telemetry.PictureRefused(turn.Context.Activity.ChannelId, refusal);
        turn.Message = turn.Message with { Picture = read.Picture };
    }

    private async Task<TurnDecision> AnswerAsync(
        MessageTurn turn,
        ConversationRecord record,
        ReplyMode mode,
        CancellationToken budget
    )
    {
        try
        {
            var answer = await finder
                .FindAsync(turn.Context.Activity, turn.Message, record, budget)
                .ConfigureAwait(false);
            var outcome =
                answer.Decision.Kind == ReplyKind.Silence
                    ? TurnOutcome.Silent
                    : mode switch
                    {
                        ReplyMode.Reply => TurnOutcome.Answered,
                        ReplyMode.Suggest => TurnOutcome.Suggested,
                        _ => TurnOutcome.Observed,
                    };
            return new(outcome, answer.Decision.Reason, mode, answer);
        }
        catch (Exception error) when (!budget.IsCancellationRequested)
        {
            // A broken retriever must never take the conversation down: log, then let the host bot answer.
            logger.RetrievalFailed(turn.Context.Activity.Conversation?.Id, error);
            return new(TurnOutcome.Failed, TurnReasons.RetrievalFailed, mode);
        }
    }

    private static TurnDecision Passed(string reason) => new(TurnOutcome.Passed, reason, ReplyMode.Off);
}
