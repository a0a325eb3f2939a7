using DialClip.Model.Dialog;

namespace DialClip.Bot.Suggestions;

/// <summary>One thing that the host bot could answer with.</summary>
/// <param name="ItemId">The catalog id.</param>
/// <param name="Modality">Whether it is a picture or a text.</param>
/// <param name="Name">What a person would call it.</param>
/// <param name="Text">The words of a text; null for a picture.</param>
/// <param name="Score">A cosine similarity, -1 to 1; scores of pictures and of texts are not comparable.</param>
public sealed record Suggestion(string ItemId, Modality Modality, string Name, string? Text, float Score);
