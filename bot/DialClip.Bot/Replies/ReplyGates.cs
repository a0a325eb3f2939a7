using Microsoft.Bot.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Replies;

/// <summary>Says how far the plugin takes part in a turn: the settings, then the host's gates.</summary>
internal sealed class ReplyGates(
    IEnumerable<IReplyGate> gates,
    IOptionsMonitor<ReplyOptions> options,
    ILogger<ReplyGates> logger
)
{
    private readonly IReplyGate[] gates = [.. gates];

    /// <summary>Decides.</summary>
    /// <returns>The mode, and whether a gate made it so or failed.</returns>
    public async Task<(ReplyMode Mode, GateVerdict Verdict)> DecideAsync(
        ITurnContext turnContext,
        CancellationToken cancellationToken
    )
    {
        var configured = options.CurrentValue.ModeOn(turnContext.Activity.ChannelId);
        var mode = configured;
        foreach (var gate in gates)
        {
            try
            {
                // A rule that does not watch the token must not hold the message.
                mode = await gate.DecideAsync(turnContext, mode, cancellationToken)
                    .AsTask()
                    .WaitAsync(cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                // A rule that cannot be asked allows nothing: the host bot goes on alone.
                logger.GateFailed(gate.GetType().Name, turnContext.Activity.Conversation?.Id, error);
                return (ReplyMode.Off, GateVerdict.Failed);
            }
        }
        return (mode, mode == configured ? GateVerdict.Unchanged : GateVerdict.Changed);
    }
}
