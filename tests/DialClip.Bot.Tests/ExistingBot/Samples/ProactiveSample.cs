using System.Collections.Concurrent;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Tests.ExistingBot.Samples;

/// <summary>Echoes, and comes back by itself with a question by a card.</summary>
internal sealed record ProactiveSample()
    : Sample(
        "proactive messages",
        OneToOne(),
        [Join(), Scripts.Say("hello"), Step.Remind, Scripts.Say("snooze"), Step.Remind, Scripts.Say("Done")]
    )
{
    public override IReadOnlyList<string> Requests => ["hello"];

    public override IBot CreateBot(IServiceProvider services) => new Bot();

    public override Task SendProactivelyAsync(IBot bot, BotAdapter adapter) => ((Bot)bot).NotifyAsync(adapter);

    private sealed class Bot : ActivityHandler
    {
        private readonly ConcurrentDictionary<string, ConversationReference> references = new();

        public async Task NotifyAsync(BotAdapter adapter)
        {
            foreach (var reference in references.Values)
                await adapter.ContinueConversationAsync(
                    "",
                    reference,
                    (turnContext, cancellationToken) =>
                        turnContext.SendActivityAsync(
                            MessageFactory.Attachment(
                                new HeroCard(
                                    "Your tea is ready",
                                    buttons:
                                    [
                                        new(ActionTypes.ImBack, "Later", value: "snooze"),
                                        new(ActionTypes.ImBack, "Done"),
                                    ]
                                ).ToAttachment()
                            ),
                            cancellationToken
                        ),
                    CancellationToken.None
                );
        }

        protected override Task OnConversationUpdateActivityAsync(
            ITurnContext<IConversationUpdateActivity> turnContext,
            CancellationToken cancellationToken
        )
        {
            Remember(turnContext.Activity);
            return base.OnConversationUpdateActivityAsync(turnContext, cancellationToken);
        }

        protected override Task OnMessageActivityAsync(
            ITurnContext<IMessageActivity> turnContext,
            CancellationToken cancellationToken
        )
        {
            Remember(turnContext.Activity);
            return turnContext.SendActivityAsync(
                $"You sent '{turnContext.Activity.Text}'.",
                cancellationToken: cancellationToken
            );
        }

        private void Remember(IActivity activity) =>
            references[activity.From?.Id ?? ""] = activity.GetConversationReference();
    }
}
