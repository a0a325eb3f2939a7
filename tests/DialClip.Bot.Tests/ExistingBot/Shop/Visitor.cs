namespace DialClip.Bot.Tests.ExistingBot.Shop;

/// <summary>The shop's state of a user.</summary>
internal sealed class Visitor
{
    public int Messages { get; set; }

    public string? LastOrder { get; set; }
}
