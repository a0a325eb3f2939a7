using DialClip.Bot.Attachments;
using DialClip.Bot.Replies;
using DialClip.Bot.State;
using DialClip.Bot.Telemetry;
using DialClip.Encoders.Imaging;
using DialClip.Experiments.Assignment;
using DialClip.Model;
using DialClip.Model.Dialog;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Turns;

/// <summary>
/// Decides the result of a message's turn by the first rule that applies: stopped, not addressed, the mode, the host
/// bot's own message or dialog; then a command, nothing to answer, or variant, retrieval and policy.
/// </summary>
internal sealed class TurnDecider(
    ConversationCommands commands,
    ReplyGates gates,
    PictureReader pictures,
    VariantAssigner assigner,
    IResponseModel model,
    BotTelemetry telemetry,
    IOptionsMonitor<ConversationOptions> options,
    IOptionsMonitor<ReplyOptions> replyOptions,
    ILogger<TurnDecider> logger
)
{
    /// <summary>Finds a rule by which the plugin takes no part in a message.</summary>
    /// <param name="turn">The turn, with the record before it.</param>
    /// <param name="isRequested">
    /// Whether the host bot asks for an answer: the message is not the host bot's own then, nor its dialog's.
    /// </param>
    /// <param name="cancellationToken">Ends the work when the turn's budget is spent.</param>
    /// <returns>The result; null where the plugin may look for an answer.</returns>
    public async Task<TurnResult?> ScreenAsync(TurnState turn, bool isRequested, CancellationToken cancellationToken)
    {
        var record = turn.Record ?? ConversationRecord.Empty;
        if (record.Stopped && FindCommand(turn, MaySpeak(turn.Mode, isRequested)) is null)
            return Pass(TurnReasons.Stopped);
        if (!IsAddressed(turn.Activity))
            return Pass(TurnReasons.NotAddressed);
        if (turn.Mode == ReplyMode.Off)
            return Pass(turn.ModeReason ?? TurnReasons.ModeOff);
        if (isRequested)
            return null;
        var reason =
            HostMessage.FindReason(turn.Activity, turn.Text, record.Offers)
            ?? await gates.FindActiveDialogAsync(turn.Context, cancellationToken).ConfigureAwait(false);
        return reason is null ? null : Pass(reason);

        TurnResult Pass(string reason) => TurnResult.Passed(reason, turn.Mode);
    }

    /// <summary>
    /// Finds a rule of the host by which the plugin must not answer although the host bot has left the message
    /// unanswered: its gates and dialogs are asked once more.
    /// </summary>
    /// <param name="turn">The turn, in whose mode the message may be the plugin's.</param>
    /// <param name="cancellationToken">Ends the work when the turn's budget is spent.</param>
    /// <returns>The reason, and the mode; null where there is no such rule.</returns>
    public async Task<(string Reason, ReplyMode Mode)?> FindLateRuleAsync(
        TurnState turn,
        CancellationToken cancellationToken
    )
    {
        var (mode, reason) = await gates.GetModeAsync(turn.Context, cancellationToken).ConfigureAwait(false);
        if (mode > turn.Mode)
            return (reason ?? TurnReasons.ModeOff, mode);
        var dialog = await gates.FindActiveDialogAsync(turn.Context, cancellationToken).ConfigureAwait(false);
        return dialog is null ? null : (dialog, turn.Mode);
    }

    /// <summary>Decides a message that no rule kept from the plugin: a command, or retrieval and policy.</summary>
    /// <param name="turn">The turn, with the record before it.</param>
    /// <param name="speaks">Whether the plugin answers if it is sure.</param>
    /// <param name="cancellationToken">Ends the work when the turn's budget is spent.</param>
    public async Task<TurnResult> DecideAsync(TurnState turn, bool speaks, CancellationToken cancellationToken)
    {
        var record = turn.Record ?? ConversationRecord.Empty;
        if (!await model.TryLoadAsync(cancellationToken).ConfigureAwait(false))
            return TurnResult.Passed(TurnReasons.NoModel, turn.Mode);
        // Where the plugin may not speak, 'stop' is a text like any other: it may mean the host bot's own dialog.
        if (FindCommand(turn, speaks) is { } command)
            return new(TurnOutcome.Command, ConversationCommands.GetReason(command), turn.Mode);
        // Not before: a picture that the plugin is not to look at is not fetched.
        var (picture, isRefused) = await ReadPictureAsync(turn, cancellationToken).ConfigureAwait(false);
        if (turn.Text is null && picture is null)
            return TurnResult.Passed(isRefused ? TurnReasons.PictureRefused : TurnReasons.NothingToAnswer, turn.Mode);
        try
        {
            return await RetrieveAsync(turn, record, picture, speaks, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // A broken model must never take the conversation down: log, then let the host bot answer.
            logger.RetrievalFailed(turn.Conversation, error);
            return new(TurnOutcome.Failed, TurnReasons.RetrievalFailed, turn.Mode) { Picture = picture };
        }
    }

    private static bool MaySpeak(ReplyMode mode, bool isRequested) =>
        isRequested || mode is ReplyMode.Reply or ReplyMode.Fallback;

    private bool IsAddressed(Activity activity) =>
        options.CurrentValue.AnswerUnaddressed || MessageText.IsAddressed(activity);

    /// <summary>Finds the command that a message is; a plugin that cannot answer takes no words from the bot.</summary>
    /// <param name="turn">The turn, with the record before it.</param>
    /// <param name="speaks">Whether the plugin answers if it is sure.</param>
    public ConversationCommands.Command? FindCommand(TurnState turn, bool speaks) =>
        speaks && model.IsReady && IsAddressed(turn.Activity)
            ? commands.Parse(turn.Text, turn.Record?.Stopped == true)
                // Applied by a turn that died before it was confirmed.
                ?? (turn.IsUncertain ? commands.Parse(turn.Text, turn.Record?.Stopped != true) : null)
            : null;

    private async Task<(RgbImage? Picture, bool IsRefused)> ReadPictureAsync(
        TurnState turn,
        CancellationToken cancellationToken
    )
    {
        if (turn.Activity.Attachments is not { Count: > 0 })
            return (null, false);
        using var span = BotTelemetry.StartSpan("dialclip.pictures");
        var read = await pictures.ReadAsync(turn.Context, cancellationToken).ConfigureAwait(false);
        foreach (var refusal in read.Refused)
            telemetry.RecordRefusedPicture(turn.Activity.ChannelId, refusal);
        // The host bot can tell the user.
        if (read.Explanation is { } explanation)
            turn.Context.TurnState.Set(new UnusablePicture(explanation));
        return (read.Picture, read.Explanation is not null);
    }

    private async Task<TurnResult> RetrieveAsync(
        TurnState turn,
        ConversationRecord record,
        RgbImage? picture,
        bool speaks,
        CancellationToken cancellationToken
    )
    {
        var replies = replyOptions.CurrentValue;
        var assignment = await assigner.AssignAsync(GetUnit(turn.Activity), cancellationToken).ConfigureAwait(false);
        var request = new IResponseModel.Request(
            record.Turns,
            turn.Text,
            picture,
            assignment.Settings.Head,
            record.Catalog,
            replies.CreateFilter(turn.Activity.Locale),
            replies.Top
        );
        (RetrievalResult retrieval, assignment) = await RetrieveAsync(request, assignment, cancellationToken)
            .ConfigureAwait(false);
        var recent = record
            .Impressions.TakeLast(replies.NoRepeat)
            .SelectMany(impression => impression.GetItems())
            .ToHashSet(StringComparer.Ordinal);
        var thresholds = assignment.Settings.ApplyTo(replies.ApplyTo(retrieval.Thresholds));
        var decision = ReplyPolicy.Decide(retrieval, thresholds, recent);
        return new(GetOutcome(decision.Kind, turn.Mode, speaks), decision.Reason, turn.Mode)
        {
            Picture = picture,
            Retrieval = retrieval,
            Decision = decision,
            Assignment = assignment,
        };
    }

    // A variant whose head cannot answer is answered by the default head, with the default thresholds.
    private async Task<(RetrievalResult Result, VariantAssignment Assignment)> RetrieveAsync(
        IResponseModel.Request request,
        VariantAssignment assignment,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var (result, isHeadMissing) = await model.RetrieveAsync(request, cancellationToken).ConfigureAwait(false);
            return (result, isHeadMissing ? assignment.WithDefaultHead(AssignmentReasons.HeadMissing) : assignment);
        }
        catch (Exception error) when (request.Head is not null && !cancellationToken.IsCancellationRequested)
        {
            logger.HeadFailed(request.Head, error);
            var (result, _) = await model
                .RetrieveAsync(request with { Head = null }, cancellationToken)
                .ConfigureAwait(false);
            return (result, assignment.WithDefaultHead(AssignmentReasons.HeadFailed));
        }
    }

    private static TurnOutcome GetOutcome(ReplyKind kind, ReplyMode mode, bool speaks) =>
        (kind, mode) switch
        {
            (ReplyKind.Silence, _) => TurnOutcome.Silent,
            _ when speaks => TurnOutcome.Answered,
            (_, ReplyMode.Suggest) => TurnOutcome.Suggested,
            _ => TurnOutcome.Observed,
        };

    // In a group, people see each other's replies: there the conversation is the unit.
    private static ExperimentUnit GetUnit(Activity activity) =>
        activity.Conversation?.IsGroup == true || activity.From?.Id is null
            ? new("conversation", $"{activity.ChannelId}\n{activity.Conversation?.Id}")
            : new("user", $"{activity.ChannelId}\n{activity.From.Id}");
}
