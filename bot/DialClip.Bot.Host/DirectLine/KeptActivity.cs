namespace DialClip.Bot.Host.DirectLine;

/// <summary>An activity of a conversation, as it is sent.</summary>
/// <param name="Place">Its place in the conversation; a changed activity gets a new one.</param>
/// <param name="Id">Its id.</param>
/// <param name="ClientId">How its client knows it; null for what the bot said.</param>
/// <param name="Json">The activity.</param>
internal sealed record KeptActivity(long Place, string Id, string? ClientId, byte[] Json)
{
    private int delivered;

    /// <summary>Takes the right to deliver it to the bot: only one of several equal requests gets it.</summary>
    public bool TryDeliver() => Interlocked.Exchange(ref delivered, 1) == 0;

    /// <summary>Gives that right back, because the bot did not take it.</summary>
    public void NotDelivered() => Interlocked.Exchange(ref delivered, 0);
}
