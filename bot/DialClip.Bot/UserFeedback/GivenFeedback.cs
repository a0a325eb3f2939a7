namespace DialClip.Bot.UserFeedback;

/// <summary>What a person said of a reply, as their channel tells it.</summary>
/// <param name="Impression">The impression, where the channel gives it back.</param>
/// <param name="MessageId">The message otherwise.</param>
/// <param name="Liked">Whether they like it; null when they take back what they said.</param>
/// <param name="Source">The control that they used.</param>
internal sealed record GivenFeedback(string? Impression, string? MessageId, bool? Liked, string Source);
