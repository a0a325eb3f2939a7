namespace DialClip.LocalChat.DirectLine;

/// <summary>An activity of a conversation as it is sent to readers.</summary>
/// <param name="Position">The position in the conversation; a changed activity gets a new one.</param>
/// <param name="Id">The id.</param>
/// <param name="SenderId">The sender's own id, which it uses again where it sends again; null for none.</param>
/// <param name="Json">The activity.</param>
internal sealed record StoredActivity(long Position, string Id, string? SenderId, byte[] Json)
{
    private int delivered;

    /// <summary>
    /// Marks the activity as being delivered to the bot. Only the first of several equal requests succeeds.
    /// </summary>
    public bool TryBeginDelivery() => Interlocked.Exchange(ref delivered, 1) == 0;

    /// <summary>Undoes <see cref="TryBeginDelivery"/>, because the bot did not accept the activity.</summary>
    public void CancelDelivery() => Interlocked.Exchange(ref delivered, 0);
}
