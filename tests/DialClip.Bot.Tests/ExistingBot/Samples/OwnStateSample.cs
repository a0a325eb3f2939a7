using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.ExistingBot.Samples;

/// <summary>Asks for a name and remembers it in a state that it has created itself: no service knows it.</summary>
internal sealed record OwnStateSample()
    : Sample(
        "state without services",
        OneToOne(),
        [Scripts.Say("hi"), Scripts.Say("Ada"), Scripts.Say("hi"), Scripts.Say("who am I?")]
    )
{
    public override IReadOnlyList<string> Requests => ["hi", "who am I?"];

    private readonly Bot bot = new();

    public override IBot CreateBot(IServiceProvider services) => bot;

    public override void AddGate(IDialClipBuilder builder) => builder.AddDialogGate(bot.IsAskingAsync);

    private sealed class Bot : ActivityHandler
    {
        private readonly ConversationState conversations;
        private readonly UserState users;
        private readonly IStatePropertyAccessor<bool> asking;
        private readonly IStatePropertyAccessor<string?> names;

        public Bot()
        {
            var storage = new MemoryStorage();
            (conversations, users) = (new(storage), new(storage));
            asking = conversations.CreateProperty<bool>("Asking");
            names = users.CreateProperty<string?>("Name");
        }

        public async ValueTask<bool> IsAskingAsync(ITurnContext turnContext, CancellationToken cancellationToken) =>
            await asking.GetAsync(turnContext, () => false, cancellationToken);

        public override async Task OnTurnAsync(ITurnContext turnContext, CancellationToken cancellationToken = default)
        {
            await base.OnTurnAsync(turnContext, cancellationToken);
            await conversations.SaveChangesAsync(turnContext, cancellationToken: cancellationToken);
            await users.SaveChangesAsync(turnContext, cancellationToken: cancellationToken);
        }

        protected override async Task OnMessageActivityAsync(
            ITurnContext<IMessageActivity> turnContext,
            CancellationToken cancellationToken
        )
        {
            var name = await names.GetAsync(turnContext, () => null, cancellationToken);
            if (await asking.GetAsync(turnContext, () => false, cancellationToken))
            {
                name = turnContext.Activity.Text.Trim();
                await names.SetAsync(turnContext, name, cancellationToken);
                await asking.SetAsync(turnContext, false, cancellationToken);
                await turnContext.SendActivityAsync($"Thanks, {name}.", cancellationToken: cancellationToken);
            }
            else if (name is null)
            {
                await asking.SetAsync(turnContext, true, cancellationToken);
                await turnContext.SendActivityAsync("What is your name?", cancellationToken: cancellationToken);
            }
            else
            {
                await turnContext.SendActivityAsync(
                    $"{name} sent '{turnContext.Activity.Text}'.",
                    cancellationToken: cancellationToken
                );
            }
        }
    }
}
