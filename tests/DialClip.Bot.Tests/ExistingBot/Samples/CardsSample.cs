using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.ExistingBot.Samples;

/// <summary>Shows the card that is chosen in its list.</summary>
internal sealed record CardsSample()
    : Sample(
        "cards",
        OneToOne("webchat"),
        [
            Join(),
            Scripts.Say("cards"),
            Scripts.Say("1"),
            Scripts.Say("cards"),
            Scripts.Say("Thumbnail card"),
            Scripts.Say("cards"),
            Scripts.Say("adaptive card"),
            Send(new(ActivityTypes.Message) { Value = JObject.Parse("""{ "size": "l" }"""), Text = "we won!" }),
            Scripts.Say("Large"),
            Scripts.Say("cards"),
            Scripts.Say("receipt"),
            Scripts.Say("cards"),
            Scripts.Say("4"),
            Scripts.Say("details of order 7"),
        ]
    )
{
    public override IReadOnlyList<string> Requests => ["cards"];

    public override IBot CreateBot(IServiceProvider services) =>
        new Bot(services.GetRequiredService<ConversationState>());

    public override void AddGate(IDialClipBuilder builder) =>
        Snippets.AddDialogGate(builder.Services, new ConfigurationBuilder().Build());

    private sealed class Bot(ConversationState state) : ActivityHandler
    {
        private readonly Waterfall dialog = new(
            state,
            [Prompt.ListedChoice("card", "Which card?", "Hero card", "Thumbnail card", "Adaptive card", "Receipt card")]
        );

        public override async Task OnTurnAsync(ITurnContext turnContext, CancellationToken cancellationToken = default)
        {
            await base.OnTurnAsync(turnContext, cancellationToken);
            await state.SaveChangesAsync(turnContext, cancellationToken: cancellationToken);
        }

        protected override async Task OnMessageActivityAsync(
            ITurnContext<IMessageActivity> turnContext,
            CancellationToken cancellationToken
        )
        {
            if (turnContext.Activity.Value is not null || turnContext.Activity.Text is "Large" or "details of order 7")
                await turnContext.SendActivityAsync("Noted.", cancellationToken: cancellationToken);
            else if (await dialog.RunAsync(turnContext, cancellationToken) is { } answers)
                await turnContext.SendActivityAsync(
                    MessageFactory.Attachment(CreateCard(answers["card"])),
                    cancellationToken
                );
        }

        private static Attachment CreateCard(string name) =>
            name switch
            {
                "Hero card" => new HeroCard(
                    "A hero",
                    "with a picture",
                    images: [new("https://shop.example/hero.png")],
                    buttons: [new(ActionTypes.OpenUrl, "Open", value: "https://shop.example/")]
                ).ToAttachment(),
                "Thumbnail card" => new ThumbnailCard("Small", text: "and quiet").ToAttachment(),
                "Receipt card" => new ReceiptCard(
                    "Order 7",
                    items: [new("Tea", price: "2.50")],
                    total: "2.50",
                    buttons: [new(ActionTypes.ImBack, "Details", value: "details of order 7")]
                ).ToAttachment(),
                _ => new Attachment(
                    "application/vnd.microsoft.card.adaptive",
                    content: JObject.Parse(
                        """
                        {
                          "type": "AdaptiveCard", "version": "1.4",
                          "body": [ { "type": "Input.ChoiceSet", "id": "size",
                            "choices": [ { "title": "Large", "value": "l" }, { "title": "Small", "value": "s" } ] } ],
                          "actions": [ { "type": "Action.Submit", "title": "Send" } ]
                        }
                        """
                    )
                ),
            };
    }
}
