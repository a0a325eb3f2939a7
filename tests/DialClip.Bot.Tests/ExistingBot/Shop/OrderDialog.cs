using System.Globalization;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Tests.ExistingBot.Shop;

/// <summary>
/// Takes an order over several turns: what, how many, yes or no. 'cancel' and 'stop' end it at any step.
/// </summary>
internal sealed class OrderDialog(ConversationState conversations)
{
    private static readonly string[] Menu = ["tea", "toast", "scones"];

    private readonly IStatePropertyAccessor<Order?> orders = conversations.CreateProperty<Order?>("Order");

    /// <summary>Gets the order that is being taken, or null.</summary>
    public Task<Order?> FindAsync(ITurnContext turnContext, CancellationToken cancellationToken) =>
        orders.GetAsync(turnContext, cancellationToken: cancellationToken);

    /// <summary>Asks the first question.</summary>
    public async Task BeginAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        await orders.SetAsync(turnContext, new Order(), cancellationToken);
        await turnContext.SendActivityAsync(
            MessageFactory.SuggestedActions(Menu, "What may we bring you?", null, InputHints.ExpectingInput),
            cancellationToken
        );
    }

    /// <summary>Takes an answer when one is waited for.</summary>
    /// <returns>What was ordered in the end; null while there is none, and when no order is being taken.</returns>
    public async Task<(bool Taken, string? Ordered)> ContinueAsync(
        ITurnContext turnContext,
        string text,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(turnContext, cancellationToken) is not { } order)
            return (false, null);
        if (text is "cancel" or "stop")
        {
            await EndAsync(turnContext, MessageFactory.Text("Your order is cancelled."), cancellationToken);
            return (true, null);
        }
        return (
            true,
            order.Step switch
            {
                OrderStep.Item => await TakeItemAsync(turnContext, order, text, cancellationToken),
                OrderStep.Count => await TakeCountAsync(turnContext, order, text, cancellationToken),
                _ => await TakeConfirmationAsync(turnContext, order, text, cancellationToken),
            }
        );
    }

    private static async Task<string?> TakeItemAsync(
        ITurnContext turnContext,
        Order order,
        string text,
        CancellationToken cancellationToken
    )
    {
        if (!Menu.Contains(text))
            return await AskAsync(turnContext, $"We have no {text}. Tea, toast or scones?", cancellationToken);
        (order.Item, order.Step) = (text, OrderStep.Count);
        return await AskAsync(turnContext, $"How many times {text}?", cancellationToken);
    }

    private static async Task<string?> TakeCountAsync(
        ITurnContext turnContext,
        Order order,
        string text,
        CancellationToken cancellationToken
    )
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > 20)
            return await AskAsync(turnContext, "Please say a number from 1 to 20.", cancellationToken);
        (order.Count, order.Step) = (count, OrderStep.Confirmation);
        await turnContext.SendActivityAsync(
            MessageFactory.SuggestedActions(
                ["yes", "no"],
                $"{count} x {order.Item}. Shall we bring it?",
                null,
                InputHints.ExpectingInput
            ),
            cancellationToken
        );
        return null;
    }

    private async Task<string?> TakeConfirmationAsync(
        ITurnContext turnContext,
        Order order,
        string text,
        CancellationToken cancellationToken
    )
    {
        if (text != "yes")
        {
            (order.Item, order.Count, order.Step) = (null, 0, OrderStep.Item);
            return await AskAsync(turnContext, "What may we bring you instead?", cancellationToken);
        }
        var ordered = $"{order.Count} x {order.Item}";
        var receipt = new HeroCard(
            title: "On its way",
            subtitle: ordered,
            buttons: [new CardAction(ActionTypes.OpenUrl, "Where is it?", value: "https://shop.example/track")]
        );
        await EndAsync(turnContext, MessageFactory.Attachment(receipt.ToAttachment()), cancellationToken);
        return ordered;
    }

    private async Task EndAsync(ITurnContext turnContext, IMessageActivity last, CancellationToken cancellationToken)
    {
        await orders.DeleteAsync(turnContext, cancellationToken);
        await turnContext.SendActivityAsync(last, cancellationToken);
    }

    private static async Task<string?> AskAsync(
        ITurnContext turnContext,
        string question,
        CancellationToken cancellationToken
    )
    {
        await turnContext.SendActivityAsync(
            MessageFactory.Text(question, question, InputHints.ExpectingInput),
            cancellationToken
        );
        return null;
    }
}
