using System.Text.Json.Serialization;

namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>One dialogue of PhotoChat as published (Zang et al. 2021, ACL, "PhotoChat").</summary>
internal sealed record PhotoChatDialogue
{
    /// <summary>Gets the turns.</summary>
    [JsonPropertyName("dialogue")]
    public IReadOnlyList<Turn> Turns { get; init; } = [];

    /// <summary>Gets the photo's description, such as "Objects in the photo: Man".</summary>
    [JsonPropertyName("photo_description")]
    public string? PhotoDescription { get; init; }

    /// <summary>Gets the photo's URL.</summary>
    [JsonPropertyName("photo_url")]
    public string? PhotoUrl { get; init; }

    /// <summary>Gets the Open Images id, "split/id"; older versions have none.</summary>
    [JsonPropertyName("photo_id")]
    public string? PhotoId { get; init; }

    /// <summary>One message.</summary>
    internal sealed record Turn
    {
        /// <summary>Gets the text; empty where the photo is shared.</summary>
        [JsonPropertyName("message")]
        public string? Message { get; init; }

        /// <summary>Gets a value indicating whether this turn shares the photo.</summary>
        [JsonPropertyName("share_photo")]
        public bool SharesPhoto { get; init; }

        /// <summary>Gets the speaker, 0 or 1.</summary>
        [JsonPropertyName("user_id")]
        public int User { get; init; }
    }
}
