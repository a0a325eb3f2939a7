using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.ExistingBot.Shop;

/// <summary>
/// A bot as a team may have had it for years: it answers questions, takes orders, and repeats what it does not
/// understand. It knows nothing of the plugin.
/// </summary>
internal sealed class ShopBot(UserState users, OrderDialog orders, Reminders reminders) : ActivityHandler
{
    private readonly IStatePropertyAccessor<Visitor> visitors = users.CreateProperty<Visitor>("Visitor");

    protected override async Task OnMessageActivityAsync(
        ITurnContext<IMessageActivity> turnContext,
        CancellationToken cancellationToken
    )
    {
        var activity = turnContext.Activity;
        if (activity.Conversation.IsGroup == true)
            activity.RemoveRecipientMention();
        var text = activity.Text?.Trim() ?? "";
        var visitor = await visitors.GetAsync(turnContext, () => new(), cancellationToken);
        visitor.Messages++;
        var (taken, ordered) = await orders.ContinueAsync(turnContext, text, cancellationToken);
        visitor.LastOrder = ordered ?? visitor.LastOrder;
        if (taken)
            return;
        if (Questions.AnswerTo(text) is { } answer)
            await turnContext.SendActivityAsync(answer, cancellationToken);
        else
            await AnswerAsync(turnContext, text, visitor, cancellationToken);
    }

    protected override Task OnMembersAddedAsync(
        IList<ChannelAccount> membersAdded,
        ITurnContext<IConversationUpdateActivity> turnContext,
        CancellationToken cancellationToken
    ) =>
        turnContext.SendActivitiesAsync(
            [
                .. membersAdded
                    .Where(member => member.Id != turnContext.Activity.Recipient.Id)
                    .Select(member => MessageFactory.Text($"Welcome to {{shop}}, {member.Name}!")),
            ],
            cancellationToken
        );

    protected override Task OnReactionsAddedAsync(
        IList<MessageReaction> messageReactions,
        ITurnContext<IMessageReactionActivity> turnContext,
        CancellationToken cancellationToken
    ) =>
        turnContext.SendActivityAsync(
            $"Thank you for the {messageReactions[0].Type} on '{turnContext.Activity.ReplyToId}'.",
            cancellationToken: cancellationToken
        );

    protected override Task OnReactionsRemovedAsync(
        IList<MessageReaction> messageReactions,
        ITurnContext<IMessageReactionActivity> turnContext,
        CancellationToken cancellationToken
    ) =>
        turnContext.SendActivityAsync(
            $"A pity about the {messageReactions[0].Type}.",
            cancellationToken: cancellationToken
        );

    protected override Task OnEventAsync(
        ITurnContext<IEventActivity> turnContext,
        CancellationToken cancellationToken
    ) =>
        turnContext.Activity.Name switch
        {
            "shop/opened" => turnContext.SendActivityAsync(
                $"{{shop}} opened at {turnContext.Activity.Value}.",
                cancellationToken: cancellationToken
            ),
            "webchat:activity-status/feedback" => turnContext.SendActivityAsync(
                "Thank you for telling us.",
                cancellationToken: cancellationToken
            ),
            _ => Task.CompletedTask,
        };

    protected override async Task<InvokeResponse> OnInvokeActivityAsync(
        ITurnContext<IInvokeActivity> turnContext,
        CancellationToken cancellationToken
    ) =>
        turnContext.Activity.Name switch
        {
            "shop/price" => CreateInvokeResponse(new JObject { ["item"] = "tea", ["price"] = 2.5 }),
            "message/submitAction" when turnContext.Activity.ReplyToId == "ours" => CreateInvokeResponse(
                new JObject { ["thanks"] = true }
            ),
            _ => await base.OnInvokeActivityAsync(turnContext, cancellationToken),
        };

    protected override Task OnMessageUpdateActivityAsync(
        ITurnContext<IMessageUpdateActivity> turnContext,
        CancellationToken cancellationToken
    ) =>
        turnContext.SendActivityAsync(
            $"You made it '{((Activity)turnContext.Activity).Text}'.",
            cancellationToken: cancellationToken
        );

    protected override Task OnMessageDeleteActivityAsync(
        ITurnContext<IMessageDeleteActivity> turnContext,
        CancellationToken cancellationToken
    ) => turnContext.SendActivityAsync("I have not seen it.", cancellationToken: cancellationToken);

    protected override Task OnTypingActivityAsync(
        ITurnContext<ITypingActivity> turnContext,
        CancellationToken cancellationToken
    ) => turnContext.SendActivityAsync(new Activity(ActivityTypes.Typing), cancellationToken);

    private async Task AnswerAsync(
        ITurnContext turnContext,
        string text,
        Visitor visitor,
        CancellationToken cancellationToken
    )
    {
        switch (text)
        {
            case "order":
                await orders.BeginAsync(turnContext, cancellationToken);
                break;
            case "remind me":
                reminders.Ask(turnContext.Activity);
                await turnContext.SendActivitiesAsync(
                    [new Activity(ActivityTypes.Typing), MessageFactory.Text("We will.")],
                    cancellationToken
                );
                break;
            case "correct yourself":
                var wrong = await turnContext.SendActivityAsync(
                    "Tee is 3 pounds.",
                    cancellationToken: cancellationToken
                );
                await turnContext.UpdateActivityAsync(
                    new Activity(ActivityTypes.Message) { Id = wrong.Id, Text = "Tea is 2.50 pounds." },
                    cancellationToken
                );
                break;
            case "take it back":
                var said = await turnContext.SendActivityAsync(
                    "Our toast is burnt.",
                    cancellationToken: cancellationToken
                );
                await turnContext.DeleteActivityAsync(said.Id, cancellationToken);
                break;
            case "swear":
                await turnContext.SendActivityAsync("blast!", cancellationToken: cancellationToken);
                break;
            case "fall over":
                await turnContext.SendActivityAsync("I will try.", cancellationToken: cancellationToken);
                throw new InvalidOperationException("The kettle is empty.");
            case "":
                await turnContext.SendActivityAsync(
                    $"You sent {turnContext.Activity.Attachments?.Count ?? 0} things.",
                    cancellationToken: cancellationToken
                );
                break;
            default:
                var echo = MessageFactory.Text(
                    $"You said '{text}', your message {visitor.Messages}; you had {visitor.LastOrder ?? "nothing"}."
                );
                echo.ChannelData = new JObject { ["length"] = text.Length };
                await turnContext.SendActivityAsync(echo, cancellationToken);
                break;
        }
    }
}
