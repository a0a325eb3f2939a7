namespace DialClip.Bot.Tests.ExistingBot.Shop;

/// <summary>The answer that the order dialog waits for.</summary>
internal enum OrderStep
{
    Item,
    Count,
    Confirmation,
}
