using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.ExistingBot.Samples;

/// <summary>Registers a guest by a dialog: choices, text, number, date, picture and confirmation.</summary>
internal sealed record MultiTurnSample()
    : Sample(
        "multi-turn prompts",
        OneToOne(),
        [
            Scripts.Say("register"),
            Scripts.Say("horse"),
            Scripts.Say("Bicycle"),
            Scripts.Say("Ada Lovelace"),
            Scripts.Say("two"),
            Scripts.Say("200"),
            Scripts.Say("33"),
            Scripts.Say("soon"),
            Scripts.Say("2030-05-17"),
            Scripts.Say("what for?"),
            Send(
                new(ActivityTypes.Message)
                {
                    Attachments = [new("image/png", "https://elsewhere.example/me.png", name: "me.png")],
                }
            ),
            Scripts.Say("2"),
            Scripts.Say("perhaps"),
            Scripts.Say("yes"),
            Scripts.Say("register"),
            Scripts.Say("1"),
            Scripts.Say("stop"),
        ]
    )
{
    public override IReadOnlyList<string> Requests => ["register"];

    public override IBot CreateBot(IServiceProvider services) =>
        new Bot(services.GetRequiredService<ConversationState>());

    public override void AddGate(IDialClipBuilder builder) =>
        Snippets.AddDialogGate(builder.Services, new ConfigurationBuilder().Build());

    private sealed class Bot(ConversationState state) : ActivityHandler
    {
        private readonly Waterfall dialog = new(
            state,
            [
                Prompt.Choice("transport", "How do you travel?", "Car", "Bus", "Bicycle"),
                Prompt.Text("name", "Please enter your name."),
                Prompt.Number("age", "Please enter your age.", 1, 150),
                Prompt.Date("arrival", "When do you arrive?"),
                Prompt.Attachment("picture", "Please attach a picture, or say skip."),
                Prompt.ListedChoice("room", "Which room?", "Garden", "Street"),
                Prompt.Confirm("right", "Is that right?"),
            ]
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
            if (await dialog.RunAsync(turnContext, cancellationToken) is { } answers)
                await turnContext.SendActivityAsync(
                    string.Join(", ", answers.Select(answer => $"{answer.Key}: {answer.Value}")),
                    cancellationToken: cancellationToken
                );
        }
    }
}
