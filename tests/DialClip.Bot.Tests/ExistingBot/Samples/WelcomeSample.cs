using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.ExistingBot.Samples;

/// <summary>Welcomes people, once more at their first message, and has a card of introduction.</summary>
internal sealed record WelcomeSample()
    : Sample(
        "welcome",
        OneToOne("emulator"),
        [Join(), Scripts.Say("hello"), Scripts.Say("hello"), Scripts.Say("intro"), Scripts.Say("Get an overview")]
    )
{
    public override IReadOnlyList<string> Requests => ["hello", "intro"];

    public override void Register(IServiceCollection services) => services.AddSingleton<UserState>();

    public override IBot CreateBot(IServiceProvider services) => new Bot(services.GetRequiredService<UserState>());

    private sealed class Bot(UserState users) : ActivityHandler
    {
        private readonly IStatePropertyAccessor<bool> welcomed = users.CreateProperty<bool>("Welcomed");

        public override async Task OnTurnAsync(ITurnContext turnContext, CancellationToken cancellationToken = default)
        {
            await base.OnTurnAsync(turnContext, cancellationToken);
            await users.SaveChangesAsync(turnContext, cancellationToken: cancellationToken);
        }

        protected override async Task OnMembersAddedAsync(
            IList<ChannelAccount> membersAdded,
            ITurnContext<IConversationUpdateActivity> turnContext,
            CancellationToken cancellationToken
        )
        {
            foreach (var member in membersAdded.Where(member => member.Id != turnContext.Activity.Recipient.Id))
                await turnContext.SendActivityAsync($"Hi there, {member.Name}.", cancellationToken: cancellationToken);
        }

        protected override async Task OnMessageActivityAsync(
            ITurnContext<IMessageActivity> turnContext,
            CancellationToken cancellationToken
        )
        {
            if (!await welcomed.GetAsync(turnContext, () => false, cancellationToken))
            {
                await welcomed.SetAsync(turnContext, true, cancellationToken);
                await turnContext.SendActivityAsync(
                    "This is your first message.",
                    cancellationToken: cancellationToken
                );
            }
            else if (turnContext.Activity.Text is "intro" or "help")
            {
                var card = new HeroCard(
                    "Welcome",
                    text: "Introduction",
                    buttons:
                    [
                        new(ActionTypes.ImBack, "Get an overview", value: "Get an overview"),
                        new(ActionTypes.OpenUrl, "Ask a question", value: "https://shop.example/ask"),
                    ]
                );
                await turnContext.SendActivityAsync(MessageFactory.Attachment(card.ToAttachment()), cancellationToken);
            }
            else
            {
                await turnContext.SendActivityAsync(
                    $"You said {turnContext.Activity.Text}.",
                    cancellationToken: cancellationToken
                );
            }
        }
    }
}
