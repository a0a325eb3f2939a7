namespace DialClip.Bot.UserFeedback;

/// <summary>What a person said of a reply, as their channel tells it.</summary>
/// <param name="Impression">The impression, where the channel gives it back.</param>
/// <param name="MessageId">The message otherwise.</param>
/// <param name="Liked">Whether they like it; null when they take back what they said. Of reactions only what this one says: what counts is <see cref="Conversation.Impression.With"/>.</param>
/// <param name="Source">The control that they used.</param>
internal sealed record GivenFeedback(string? Impression, string? MessageId, bool? Liked, string Source)
{
    /// <summary>Gets the reactions that were taken away, in lower case; only those that say something of a reply.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>Gets the reactions that were added.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];
}
