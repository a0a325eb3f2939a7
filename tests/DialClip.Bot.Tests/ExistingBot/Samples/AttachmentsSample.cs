using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Tests.ExistingBot.Samples;

/// <summary>Sends and receives files, by the numbers on the buttons of its card.</summary>
internal sealed record AttachmentsSample()
    : Sample(
        "attachments",
        OneToOne("webchat"),
        [
            Scripts.Say("options"),
            Scripts.Say("1"),
            Scripts.Say("2"),
            Scripts.Say("(3) Uploaded file"),
            Send(
                new(ActivityTypes.Message)
                {
                    Attachments =
                    [
                        new("text/plain", "https://elsewhere.example/notes.txt", name: "notes.txt"),
                        new("application/vnd.microsoft.teams.file.download.info", content: "{}"),
                    ],
                }
            ),
        ]
    )
{
    public override IReadOnlyList<string> Requests => ["options"];

    public override IBot CreateBot(IServiceProvider services) => new Bot();

    private sealed class Bot : ActivityHandler
    {
        protected override async Task OnMessageActivityAsync(
            ITurnContext<IMessageActivity> turnContext,
            CancellationToken cancellationToken
        )
        {
            await turnContext.SendActivityAsync(CreateAnswer(turnContext.Activity), cancellationToken);
            var card = new HeroCard(
                text: "You can upload a file, or choose:",
                buttons:
                [
                    new(ActionTypes.ImBack, "1. Inline attachment", value: "1"),
                    new(ActionTypes.ImBack, "2. Internet attachment", value: "2"),
                    new(ActionTypes.ImBack, "(3) Uploaded file", value: "(3) Uploaded file"),
                ]
            );
            await turnContext.SendActivityAsync(MessageFactory.Attachment(card.ToAttachment()), cancellationToken);
        }

        private static Activity CreateAnswer(IMessageActivity message)
        {
            if (message.Attachments?.Count > 0)
                return MessageFactory.Text(
                    $"Received {message.Attachments[0].Name}, {message.Attachments.Count} in all."
                );
            var address = message.Text.StartsWith('1')
                ? "data:image/png;base64,iVBORw0KGgo="
                : "https://shop.example/architecture.png";
            return message.Text is "1" or "2" or "(3) Uploaded file"
                ? (Activity)MessageFactory.ContentUrl(address, "image/png", "architecture.png", "This is it.")
                : MessageFactory.Text("Your choices:");
        }
    }
}
