namespace DialClip.Bot.Tests.ExistingBot.Shop;

/// <summary>What the order dialog waits for.</summary>
internal enum OrderStep
{
    Item,
    Count,
    Confirmation,
}
