using DialClip.Encoders;

namespace DialClip.Bot.Suggestions;

/// <summary>An item with which the host bot could answer.</summary>
/// <param name="ItemId">The catalog id.</param>
/// <param name="Modality">Picture or text.</param>
/// <param name="Name">The item's name.</param>
/// <param name="Text">The text of a text; null for a picture.</param>
/// <param name="Score">The cosine similarity, -1 to 1; those of pictures and of texts do not compare.</param>
/// <param name="Confidence">
/// The probability that it fits, 0 to 1, which compares; null where the head is not calibrated for it.
/// </param>
public sealed record Suggestion(
    string ItemId,
    Modality Modality,
    string Name,
    string? Text,
    float Score,
    float? Confidence
);
