using DialClip.Bot.Replies;
using DialClip.Bot.Tests.ExistingBot.Shop;
using Microsoft.Bot.Builder;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>
/// Keeps the plugin out of the bot's own dialog: while an order is being taken, every message is the bot's.
/// </summary>
internal sealed class OrderGate(OrderDialog orders) : IReplyGate
{
    public async ValueTask<ReplyMode> DecideAsync(
        ITurnContext turnContext,
        ReplyMode mode,
        CancellationToken cancellationToken
    ) => await orders.FindAsync(turnContext, cancellationToken) is null ? mode : ReplyMode.Off;
}
