namespace DialClip.Bot.Turns;

/// <summary>Why a turn ended without asking the policy; the codes are stable, because logs and telemetry hold them. The policy's own are in <see cref="Model.Dialog.ReplyReasons"/>.</summary>
public static class TurnReasons
{
    /// <summary>The message holds neither a text nor a picture that can be used.</summary>
    public const string NothingToAnswer = "nothing-to-answer";

    /// <summary>The message is one of a group and does not mention the bot.</summary>
    public const string NotAddressed = "not-addressed";

    /// <summary>The plugin was told to stop in this conversation.</summary>
    public const string Stopped = "stopped";

    /// <summary>The settings switch the plugin off here.</summary>
    public const string ModeOff = "mode-off";

    /// <summary>A gate of the host switched the plugin off for this turn.</summary>
    public const string GateClosed = "gate-closed";

    /// <summary>A gate of the host could not be asked.</summary>
    public const string GateFailed = "gate-failed";

    /// <summary>The turn's budget was spent while an answer was looked for.</summary>
    public const string BudgetSpent = "budget-spent";

    /// <summary>The turn's budget was spent waiting for an earlier turn of the same conversation.</summary>
    public const string ConversationBusy = "conversation-busy";

    /// <summary>Retrieval failed.</summary>
    public const string RetrievalFailed = "retrieval-failed";

    /// <summary>The plugin failed before it asked the model.</summary>
    public const string TurnFailed = "turn-failed";

    /// <summary>What is remembered of the conversation could not be read or kept, so the plugin does not know whether it may speak.</summary>
    public const string MemoryFailed = "memory-failed";

    /// <summary>A handler of the host kept the reply back.</summary>
    public const string ReplyHeldBack = "reply-held-back";

    /// <summary>The reply could not be made, for example because the channel cannot be told where the picture lies.</summary>
    public const string ReplyNotMade = "reply-not-made";

    /// <summary>The reply could not be sent.</summary>
    public const string SendFailed = "send-failed";

    /// <summary>The message told the plugin to stop.</summary>
    public const string StopCommand = "stop-command";

    /// <summary>The message told the plugin to start again.</summary>
    public const string StartCommand = "start-command";

    /// <summary>The activity was taken on before.</summary>
    public const string Duplicate = "duplicate";
}
