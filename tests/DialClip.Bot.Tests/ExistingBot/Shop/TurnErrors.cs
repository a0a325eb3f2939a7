using Microsoft.Bot.Builder;

namespace DialClip.Bot.Tests.ExistingBot.Shop;

/// <summary>
/// What the shop does when a turn fails, as the SDK's samples do: it says so and forgets the conversation.
/// </summary>
internal sealed class TurnErrors(ConversationState conversations)
{
    /// <summary>Is told of every error; stands for the team's error log.</summary>
    public Action<Exception> Seen { get; set; } = _ => { };

    public async Task HandleAsync(ITurnContext turnContext, Exception error)
    {
        Seen(error);
        await turnContext.SendActivityAsync("Something broke at {shop}. Please begin again.");
        await conversations.DeleteAsync(turnContext);
    }
}
