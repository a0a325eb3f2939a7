namespace DialClip.Bot.Conversation;

/// <summary>One reply that was shown.</summary>
/// <param name="Id">The impression id that feedback names.</param>
/// <param name="ItemId">The catalog id of what was sent.</param>
internal sealed record Impression(string Id, string ItemId);
