using DialClip.Bot.Turns;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Replies;

/// <summary>Resolves the reply mode of a turn from the options and then the host's <see cref="IReplyGate"/>s.</summary>
internal sealed class ReplyGates(
    IEnumerable<IReplyGate> gates,
    IOptionsMonitor<ReplyOptions> options,
    ILogger<ReplyGates> logger
)
{
    private readonly IReplyGate[] gates = [.. gates];

    /// <summary>Gets the mode of a turn.</summary>
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
                // A gate that fails allows nothing: the host bot goes on alone.
                logger.GateFailed(gate.GetType().Name, turnContext.Activity.Conversation?.Id, error);
                return (ReplyMode.Off, TurnReasons.GateFailed);
            }
        }
        return (mode, mode == configured ? null : TurnReasons.GateClosed);
    }
}
