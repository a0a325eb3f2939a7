namespace DialClip.Bot.Tests.ExistingBot.Shop;

/// <summary>An order that is being taken, as the conversation's state holds it.</summary>
internal sealed class Order
{
    public OrderStep Step { get; set; }

    public string? Item { get; set; }

    public int Count { get; set; }
}
