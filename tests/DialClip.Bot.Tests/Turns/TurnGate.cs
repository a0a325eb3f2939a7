using DialClip.Bot.Replies;
using Microsoft.Bot.Builder;

namespace DialClip.Bot.Tests.Turns;

/// <summary>A rule of the host that a test writes.</summary>
internal sealed class TurnGate(Func<ITurnContext, ReplyMode, ReplyMode> rule) : IReplyGate
{
    public ValueTask<ReplyMode> DecideAsync(
        ITurnContext turnContext,
        ReplyMode mode,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(rule(turnContext, mode));
}
