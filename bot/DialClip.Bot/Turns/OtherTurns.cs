using DialClip.Bot.Conversation;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Turns;

/// <summary>Leads every activity that is no message to the host bot, and remembers what that says to it: a welcome is a part of the conversation.</summary>
internal sealed class OtherTurns(
    MessageChanges changes,
    TurnMemory memory,
    IOptionsMonitor<ConversationOptions> options
)
{
    /// <summary>Leads one activity through.</summary>
    public async Task RunAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken)
    {
        await changes.FollowAsync(turnContext.Activity, cancellationToken).ConfigureAwait(false);
        var said = new OutgoingMessages(options.CurrentValue.MaxTextLength, (_, _) => { });
        said.Watch(turnContext);
        try
        {
            await next(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await memory.RememberAsync(turnContext.Activity, said).ConfigureAwait(false);
        }
    }
}
