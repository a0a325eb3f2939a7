namespace DialClip.Bot.Tests.ExistingBot.Shop;

/// <summary>What the shop knows of a user.</summary>
internal sealed class Visitor
{
    public int Messages { get; set; }

    public string? LastOrder { get; set; }
}
