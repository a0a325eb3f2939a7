namespace DialClip.Bot.Conversation;

/// <summary>What one person last said of a reply.</summary>
/// <param name="Rater">The hash of the person.</param>
/// <param name="Liked">Whether it was a like; null once it was taken back.</param>
internal sealed record Rating(string Rater, bool? Liked);
