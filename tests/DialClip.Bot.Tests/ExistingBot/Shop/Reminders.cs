using System.Collections.Concurrent;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Tests.ExistingBot.Shop;

/// <summary>Comes back to people who asked for it, without being spoken to.</summary>
internal sealed class Reminders
{
    private readonly ConcurrentDictionary<string, ConversationReference> wanted = new();

    public void Ask(Activity activity) => wanted[activity.From.Id] = activity.GetConversationReference();

    public async Task SendAsync(BotAdapter adapter, CancellationToken cancellationToken)
    {
        foreach (var reference in wanted.Values)
            await adapter.ContinueConversationAsync(
                "",
                reference,
                (turnContext, token) =>
                    turnContext.SendActivityAsync("Your tea is getting cold at {shop}.", cancellationToken: token),
                cancellationToken
            );
    }
}
