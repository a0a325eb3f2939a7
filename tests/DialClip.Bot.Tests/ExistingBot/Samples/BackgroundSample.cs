using System.Collections.Concurrent;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Tests.ExistingBot.Samples;

/// <summary>
/// Takes a message, shows that it works, and answers in the background. That it does is the one thing that it tells the
/// plugin.
/// </summary>
internal sealed record BackgroundSample()
    : Sample(
        "answers in the background",
        OneToOne("directline"),
        [Scripts.Say("count the tea bags"), Scripts.Say("and the cups"), Step.Remind, Scripts.Say("2"), Step.Remind]
    )
{
    public override IReadOnlyList<string> Requests => ["count the tea bags", "and the cups"];

    public override IBot CreateBot(IServiceProvider services) => new Bot();

    public override Task SendProactivelyAsync(IBot bot, BotAdapter adapter) => ((Bot)bot).WorkAsync(adapter);

    private sealed class Bot : ActivityHandler
    {
        private readonly ConcurrentQueue<(ConversationReference Reference, string Text)> jobs = new();

        public async Task WorkAsync(BotAdapter adapter)
        {
            while (jobs.TryDequeue(out var job))
                await adapter.ContinueConversationAsync(
                    "",
                    job.Reference,
                    (turnContext, cancellationToken) =>
                        turnContext.SendActivityAsync(
                            $"Done: {job.Text}.\n\n1. Thank you\n2. Again",
                            cancellationToken: cancellationToken
                        ),
                    CancellationToken.None
                );
        }

        protected override Task OnMessageActivityAsync(
            ITurnContext<IMessageActivity> turnContext,
            CancellationToken cancellationToken
        )
        {
            turnContext.AnswerLater();
            jobs.Enqueue((turnContext.Activity.GetConversationReference(), turnContext.Activity.Text));
            return turnContext.SendActivityAsync(new Activity(ActivityTypes.Typing), cancellationToken);
        }
    }
}
