using Microsoft.Bot.Schema;
using Newtonsoft.Json;

namespace DialClip.Bot.UserFeedback;

/// <summary>The entity that shows Web Chat's thumbs below a message: Schema.org's Message with two actions.</summary>
/// <remarks>Typed, because the same tree of JSON objects costs some 5 KB in every reply.</remarks>
/// <param name="likeTemplate">What a click on the upper thumb returns.</param>
/// <param name="dislikeTemplate">What a click on the lower thumb returns.</param>
internal sealed class FeedbackThumbs(string likeTemplate, string dislikeTemplate) : Entity("https://schema.org/Message")
{
    /// <summary>Gets the vocabulary.</summary>
    [JsonProperty("@context")]
    public string Context { get; } = "https://schema.org";

    /// <summary>Gets the type in the vocabulary.</summary>
    [JsonProperty("@type")]
    public string SchemaType { get; } = "Message";

    /// <summary>Gets the id: empty for the message that carries the entity.</summary>
    [JsonProperty("@id")]
    public string Id { get; } = "";

    /// <summary>Gets the two actions.</summary>
    [JsonProperty("potentialAction")]
    public PotentialAction[] PotentialActions { get; } =
    [new("LikeAction", new(likeTemplate)), new("DislikeAction", new(dislikeTemplate))];

    /// <summary>An action that a user may take.</summary>
    internal sealed class PotentialAction(string schemaType, EntryPoint target)
    {
        /// <summary>Gets the type in the vocabulary.</summary>
        [JsonProperty("@type")]
        public string SchemaType => schemaType;

        /// <summary>Gets the status.</summary>
        [JsonProperty("actionStatus")]
        public string ActionStatus { get; } = "PotentialActionStatus";

        /// <summary>Gets what a click returns.</summary>
        [JsonProperty("target")]
        public EntryPoint Target => target;
    }

    /// <summary>What a click returns.</summary>
    internal sealed class EntryPoint(string urlTemplate)
    {
        /// <summary>Gets the type in the vocabulary.</summary>
        [JsonProperty("@type")]
        public string SchemaType { get; } = "EntryPoint";

        /// <summary>Gets the template.</summary>
        [JsonProperty("urlTemplate")]
        public string UrlTemplate => urlTemplate;
    }
}
