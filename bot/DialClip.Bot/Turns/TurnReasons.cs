namespace DialClip.Bot.Turns;

/// <summary>
/// The reasons of turns that end without the policy; stable codes, because logs and telemetry contain them. The
/// policy's own are in <see cref="Model.Dialog.ReplyReasons"/>.
/// </summary>
internal static class TurnReasons
{
    /// <summary>The message has neither a text nor a picture.</summary>
    public const string NothingToAnswer = "nothing-to-answer";

    /// <summary>The message has no text, and no picture of it could be used.</summary>
    public const string PictureRefused = "picture-refused";

    /// <summary>The message is one of a group and does not mention the bot.</summary>
    public const string NotAddressed = "not-addressed";

    /// <summary>A user stopped the plugin in this conversation.</summary>
    public const string Stopped = "stopped";

    /// <summary>The settings switch the plugin off on this channel.</summary>
    public const string ModeOff = "mode-off";

    /// <summary>The settings make the plugin ignore this channel.</summary>
    public const string ModeIgnore = "mode-ignore";

    /// <summary>The message has a value: a form or a card's button of the host bot.</summary>
    public const string HasValue = "has-value";

    /// <summary>The message is a tap on a card or a suggested action.</summary>
    public const string Tapped = "tapped";

    /// <summary>The text is one that the bot's last messages offered: a title, a value or a number.</summary>
    public const string Offered = "offered";

    /// <summary>The bot's last message expects an answer.</summary>
    public const string AnswerExpected = "answer-expected";

    /// <summary>A dialog of the host bot waits for the user.</summary>
    public const string DialogActive = "dialog-active";

    /// <summary>The host bot answered the message.</summary>
    public const string HostBotAnswered = "host-answered";

    /// <summary>The host bot said that it answers the message later.</summary>
    public const string AnsweredLater = "host-answers-later";

    /// <summary>The host bot failed at the message.</summary>
    public const string HostBotFailed = "host-failed";

    /// <summary>A later message has arrived, or was answered, since the message did.</summary>
    public const string Outdated = "outdated";

    /// <summary>A reply gate of the host switched the plugin off for this turn.</summary>
    public const string GateClosed = "gate-closed";

    /// <summary>A reply gate of the host failed.</summary>
    public const string GateFailed = "gate-failed";

    /// <summary>The turn's budget was spent before there was an answer.</summary>
    public const string BudgetSpent = "budget-spent";

    /// <summary>The turn's budget was spent waiting for an earlier turn of the same conversation.</summary>
    public const string ConversationBusy = "conversation-busy";

    /// <summary>No model is loaded, or not yet.</summary>
    public const string NoModel = "no-model";

    /// <summary>Retrieval failed.</summary>
    public const string RetrievalFailed = "retrieval-failed";

    /// <summary>The plugin failed before retrieval.</summary>
    public const string TurnFailed = "turn-failed";

    /// <summary>
    /// The conversation's record could not be read or written, so the plugin does not know whether it was stopped.
    /// </summary>
    public const string RecordFailed = "memory-failed";

    /// <summary>A handler of the host did not let the reply out.</summary>
    public const string ReplyHeldBack = "reply-held-back";

    /// <summary>The reply could not be created, for example because no address of its picture is known.</summary>
    public const string ReplyNotCreated = "reply-not-made";

    /// <summary>Sending the reply failed.</summary>
    public const string SendFailed = "send-failed";

    /// <summary>The message was the command that stops the plugin.</summary>
    public const string StopCommand = "stop-command";

    /// <summary>The message was the command that starts the plugin.</summary>
    public const string StartCommand = "start-command";

    /// <summary>The activity was seen before.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>
    /// The message was delivered again, and its first turn died when the plugin's answer was going out: nobody knows
    /// whether it did, and by the settings it is not sent again.
    /// </summary>
    public const string AnswerUncertain = "answer-uncertain";
}
