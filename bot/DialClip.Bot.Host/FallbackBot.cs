using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Host;

/// <summary>The sample bot, which greets new members and answers when the plugin stays silent.</summary>
internal sealed class FallbackBot : ActivityHandler
{
    public const string Greeting = "Hi! Tell me what is going on, or show me a picture.";
    public const string Answer = "I have no picture for that.";

    protected override Task OnMessageActivityAsync(
        ITurnContext<IMessageActivity> turnContext,
        CancellationToken cancellationToken
    ) => turnContext.SendActivityAsync(MessageFactory.Text(GetAnswer(turnContext)), cancellationToken);

    // Whoever sends a picture alone learns why it was of no use.
    private static string GetAnswer(ITurnContext<IMessageActivity> turnContext) =>
        string.IsNullOrWhiteSpace(turnContext.Activity.Text)
            ? turnContext.GetDialClipUnusablePicture() ?? Answer
            : Answer;

    protected override async Task OnMembersAddedAsync(
        IList<ChannelAccount> membersAdded,
        ITurnContext<IConversationUpdateActivity> turnContext,
        CancellationToken cancellationToken
    )
    {
        if (membersAdded.Any(member => member.Id != turnContext.Activity.Recipient.Id))
            await turnContext.SendActivityAsync(MessageFactory.Text(Greeting), cancellationToken).ConfigureAwait(false);
    }
}
