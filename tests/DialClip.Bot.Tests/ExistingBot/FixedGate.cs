using DialClip.Bot.Replies;
using Microsoft.Bot.Builder;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>A rule of the host that always says the same, or fails.</summary>
internal sealed class FixedGate(ReplyMode? mode) : IReplyGate
{
    public ValueTask<ReplyMode> DecideAsync(
        ITurnContext turnContext,
        ReplyMode configured,
        CancellationToken cancellationToken
    ) => mode is { } said ? new(said) : throw new InvalidOperationException("The rule cannot be asked.");
}
