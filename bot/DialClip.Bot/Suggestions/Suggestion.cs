using DialClip.Encoders;

namespace DialClip.Bot.Suggestions;

/// <summary>One thing that the host bot could answer with.</summary>
/// <param name="ItemId">The catalog id.</param>
/// <param name="Modality">Whether it is a picture or a text.</param>
/// <param name="Name">What a person would call it.</param>
/// <param name="Text">The words of a text; null for a picture.</param>
/// <param name="Score">A cosine similarity, -1 to 1; those of pictures and of texts do not compare.</param>
/// <param name="Confidence">How likely it fits, 0 to 1, which compares; null where the head is not calibrated for it.</param>
public sealed record Suggestion(
    string ItemId,
    Modality Modality,
    string Name,
    string? Text,
    float Score,
    float? Confidence
);
