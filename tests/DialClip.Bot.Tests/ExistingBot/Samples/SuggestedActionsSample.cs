using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Tests.ExistingBot.Samples;

/// <summary>Asks for a colour by buttons, again and again, and keeps no state.</summary>
internal sealed record SuggestedActionsSample()
    : Sample(
        "suggested actions",
        OneToOne("directline"),
        [Join(), Scripts.Say("red"), Scripts.Say("Yellow"), Scripts.Say("I like blue"), Scripts.Say("3")]
    )
{
    public override IBot CreateBot(IServiceProvider services) => new Bot();

    private sealed class Bot : ActivityHandler
    {
        private static readonly string[] Colours = ["Red", "Yellow", "Blue"];

        protected override Task OnMembersAddedAsync(
            IList<ChannelAccount> membersAdded,
            ITurnContext<IConversationUpdateActivity> turnContext,
            CancellationToken cancellationToken
        ) => AskAsync(turnContext, cancellationToken);

        protected override async Task OnMessageActivityAsync(
            ITurnContext<IMessageActivity> turnContext,
            CancellationToken cancellationToken
        )
        {
            var text = turnContext.Activity.Text;
            var known = Colours.Contains(text, StringComparer.OrdinalIgnoreCase);
            await turnContext.SendActivityAsync(
                known ? $"{text} is the best colour." : "Please choose one of the colours.",
                cancellationToken: cancellationToken
            );
            await AskAsync(turnContext, cancellationToken);
        }

        private static Task<ResourceResponse> AskAsync(ITurnContext turnContext, CancellationToken cancellationToken) =>
            turnContext.SendActivityAsync(
                MessageFactory.SuggestedActions(
                    Colours.Select(colour => new CardAction(ActionTypes.ImBack, colour, value: colour)).ToList(),
                    "What is your favourite colour?",
                    null,
                    InputHints.ExpectingInput
                ),
                cancellationToken
            );
    }
}
