using DialClip.Bot.Replies;
using Microsoft.Bot.Builder;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>Keeps a form with card numbers out of the plugin's memory.</summary>
internal sealed class FormGate(ConversationState state) : IReplyGate
{
    private readonly IStatePropertyAccessor<bool> paying = state.CreateProperty<bool>("Paying");

    public async ValueTask<ReplyMode> DecideAsync(
        ITurnContext turnContext,
        ReplyMode mode,
        CancellationToken cancellationToken
    ) => await paying.GetAsync(turnContext, cancellationToken: cancellationToken) ? ReplyMode.Ignore : mode;
}
