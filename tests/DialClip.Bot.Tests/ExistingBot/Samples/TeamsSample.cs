using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.ExistingBot.Samples;

/// <summary>
/// A bot of a team: mentions, a card that its buttons update and delete, members, reactions, edits, invokes.
/// </summary>
internal sealed record TeamsSample()
    : Sample(
        "Teams conversation",
        Place("msteams", isGroup: true),
        [
            Send(new(ActivityTypes.InstallationUpdate) { Action = "add", ChannelData = Data() }),
            Send(
                new(ActivityTypes.ConversationUpdate)
                {
                    MembersAdded = [new("29:user2", "User2")],
                    ChannelData = Data("teamMemberAdded"),
                }
            ),
            Send(new(ActivityTypes.ConversationUpdate) { ChannelData = Data("channelRenamed") }),
            Mention("hello"),
            Tap("Update card", """{ "count": 0 }"""),
            Tap("Update card", """{ "count": 1 }"""),
            Tap("Message all members", null),
            Mention("mention me"),
            Tap("Delete card", null),
            Scripts.Say("I do not talk to the bot"),
            Send(
                new(ActivityTypes.MessageReaction)
                {
                    ReplyToId = "sent-1",
                    ReactionsAdded = [new("like")],
                    ReactionsRemoved = [new("sad")],
                }
            ),
            Send(
                new(ActivityTypes.MessageUpdate)
                {
                    Id = "m1",
                    Text = "edited",
                    ChannelData = Data("editMessage"),
                }
            ),
            Send(new(ActivityTypes.MessageDelete) { Id = "m1", ChannelData = Data("softDeleteMessage") }),
            Send(
                new(ActivityTypes.Invoke)
                {
                    Name = "task/fetch",
                    Value = new JObject { ["data"] = 1 },
                    ChannelData = Data(),
                }
            ),
            Send(new(ActivityTypes.Invoke) { Name = "composeExtension/query", Value = new JObject() }),
        ]
    )
{
    public override IReadOnlyList<string> Requests => ["hello", "mention me"];

    public override IBot CreateBot(IServiceProvider services) => new Bot();

    private static JObject Data(string? kind = null) =>
        new()
        {
            ["tenant"] = new JObject { ["id"] = "tenant" },
            ["team"] = new JObject { ["id"] = "19:team@thread.tacv2" },
            ["eventType"] = kind,
        };

    // In a channel every text to the bot mentions it; the tap on a button of its card does, too.
    private static Step Mention(string text) => Send(CreateMention(text));

    private static Step Tap(string text, string? value)
    {
        var tap = CreateMention(text);
        tap.Value = value is null ? null : JObject.Parse(value);
        tap.ReplyToId = "sent-3";
        return Send(tap);
    }

    private static Activity CreateMention(string text)
    {
        var mention = new Entity();
        mention.SetAs(new Mention(new ChannelAccount("bot", "Bot"), "<at>Bot</at>"));
        return new(ActivityTypes.Message)
        {
            Text = $"<at>Bot</at> {text}",
            Entities = [mention],
            ChannelData = Data(),
        };
    }

    private sealed class Bot : ActivityHandler
    {
        protected override Task OnMessageActivityAsync(
            ITurnContext<IMessageActivity> turnContext,
            CancellationToken cancellationToken
        )
        {
            var activity = turnContext.Activity;
            if (activity.GetMentions().Length == 0)
                return Task.CompletedTask;
            return activity.RemoveRecipientMention().Trim() switch
            {
                "Update card" => turnContext.UpdateActivityAsync(UpdateCard(activity), cancellationToken),
                "Delete card" => turnContext.DeleteActivityAsync(activity.ReplyToId, cancellationToken),
                "Message all members" => turnContext.SendActivitiesAsync(
                    [MessageFactory.Text("All members have been messaged."), new Activity(ActivityTypes.Typing)],
                    cancellationToken
                ),
                "mention me" => turnContext.SendActivityAsync(CreateGreeting(activity.From), cancellationToken),
                _ => turnContext.SendActivityAsync(
                    MessageFactory.Attachment(CreateCard("Welcome!", 0).ToAttachment()),
                    cancellationToken
                ),
            };
        }

        protected override Task OnMembersAddedAsync(
            IList<ChannelAccount> membersAdded,
            ITurnContext<IConversationUpdateActivity> turnContext,
            CancellationToken cancellationToken
        ) => turnContext.SendActivityAsync($"Welcome, {membersAdded[0].Name}!", cancellationToken: cancellationToken);

        protected override Task OnReactionsAddedAsync(
            IList<MessageReaction> messageReactions,
            ITurnContext<IMessageReactionActivity> turnContext,
            CancellationToken cancellationToken
        ) => turnContext.SendActivityAsync($"Added {messageReactions[0].Type}.", cancellationToken: cancellationToken);

        protected override Task OnMessageUpdateActivityAsync(
            ITurnContext<IMessageUpdateActivity> turnContext,
            CancellationToken cancellationToken
        ) => turnContext.SendActivityAsync("I saw that.", cancellationToken: cancellationToken);

        protected override async Task<InvokeResponse> OnInvokeActivityAsync(
            ITurnContext<IInvokeActivity> turnContext,
            CancellationToken cancellationToken
        ) =>
            turnContext.Activity.Name == "task/fetch"
                ? CreateInvokeResponse(new JObject { ["task"] = "module" })
                : await base.OnInvokeActivityAsync(turnContext, cancellationToken);

        private static Activity UpdateCard(IMessageActivity tap)
        {
            var count = (int)((JObject)tap.Value)["count"]! + 1;
            var updated = (Activity)
                MessageFactory.Attachment(CreateCard($"Updated {count} times", count).ToAttachment());
            updated.Id = tap.ReplyToId;
            return updated;
        }

        private static HeroCard CreateCard(string title, int count) =>
            new(
                title,
                buttons:
                [
                    new(ActionTypes.MessageBack, "Message all members", text: "Message all members"),
                    new(
                        ActionTypes.MessageBack,
                        "Update card",
                        text: "Update card",
                        value: new JObject { ["count"] = count }
                    ),
                    new(ActionTypes.MessageBack, "Delete card", text: "Delete card"),
                ]
            );

        private static Activity CreateGreeting(ChannelAccount user)
        {
            var greeting = MessageFactory.Text($"Hello <at>{user.Name}</at>.");
            var mention = new Entity();
            mention.SetAs(new Mention(user, $"<at>{user.Name}</at>"));
            greeting.Entities = [mention];
            return greeting;
        }
    }
}
