using DialClip.Bot.Privacy;
using DialClip.Bot.Turns;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Replies;

/// <summary>The host's rules: its <see cref="IReplyGate"/>s, which resolve a turn's mode, and its dialogs.</summary>
internal sealed class ReplyGates(
    IEnumerable<IReplyGate> gates,
    IEnumerable<DialogGate> dialogs,
    IdHasher hasher,
    IOptionsMonitor<ReplyOptions> options,
    ILogger<ReplyGates> logger
)
{
    private readonly IReplyGate[] gates = [.. gates];
    private readonly DialogGate[] dialogs = [.. dialogs];

    /// <summary>Gets the mode of a turn by the options and then the gates.</summary>
    /// <returns>
    /// The mode; and <see cref="TurnReasons.GateClosed"/> or <see cref="TurnReasons.GateFailed"/> where a gate changed
    /// it, null otherwise.
    /// </returns>
    public async Task<(ReplyMode Mode, string? Reason)> GetModeAsync(
        ITurnContext turnContext,
        CancellationToken cancellationToken
    )
    {
        var configured = options.CurrentValue.GetMode(turnContext.Activity.ChannelId);
        var mode = configured;
        foreach (var gate in gates)
        {
            try
            {
                mode = await gate.DecideAsync(turnContext, mode, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                // A gate that fails allows nothing, and it may have meant that nothing is stored.
                LogFailure(gate.GetType(), turnContext, error);
                return (ReplyMode.Ignore, TurnReasons.GateFailed);
            }
        }
        return (mode, mode == configured ? null : TurnReasons.GateClosed);
    }

    /// <summary>Determines whether one of the host's dialogs waits for the user.</summary>
    /// <returns>
    /// <see cref="TurnReasons.DialogActive"/>, or <see cref="TurnReasons.GateFailed"/> where that is not known; null
    /// otherwise.
    /// </returns>
    public async Task<string?> FindActiveDialogAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        foreach (var dialog in dialogs)
        {
            try
            {
                if (await dialog.IsActiveAsync(turnContext, cancellationToken).ConfigureAwait(false))
                    return TurnReasons.DialogActive;
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailure(typeof(DialogGate), turnContext, error);
                return TurnReasons.GateFailed;
            }
        }
        return null;
    }

    private void LogFailure(Type gate, ITurnContext turnContext, Exception error) =>
        logger.GateFailed(gate.Name, hasher.HashConversation(turnContext.Activity), error);
}
