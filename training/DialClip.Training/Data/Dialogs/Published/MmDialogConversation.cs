using System.Text.Json.Serialization;

namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>One conversation of MMDialog as published (Feng et al. 2023, ACL, "MMDialog").</summary>
internal sealed record MmDialogConversation
{
    /// <summary>Gets the conversation's id.</summary>
    [JsonPropertyName("conversation_id")]
    public string? Id { get; init; }

    /// <summary>Gets the turns.</summary>
    [JsonPropertyName("conversation")]
    public IReadOnlyList<Turn> Turns { get; init; } = [];

    /// <summary>Gets the negatives of the last turn's photos; in validation and test only.</summary>
    [JsonPropertyName("negative_candidate_media_keys")]
    public IReadOnlyList<string>? NegativeMedia { get; init; }

    /// <summary>Gets the negatives of the last turn's texts; in validation and test only.</summary>
    [JsonPropertyName("negative_candidate_texts")]
    public IReadOnlyList<string>? NegativeTexts { get; init; }

    /// <summary>One turn.</summary>
    internal sealed record Turn
    {
        /// <summary>Gets the texts and photos, in order.</summary>
        [JsonPropertyName("turn")]
        public IReadOnlyList<Element> Elements { get; init; } = [];
    }

    /// <summary>One text or photo.</summary>
    internal sealed record Element
    {
        /// <summary>Gets the text; null for a photo.</summary>
        [JsonPropertyName("__TEXT__")]
        public string? Text { get; init; }

        /// <summary>Gets the photo's key; null for a text.</summary>
        [JsonPropertyName("__MEDIA__")]
        public string? Media { get; init; }
    }
}
