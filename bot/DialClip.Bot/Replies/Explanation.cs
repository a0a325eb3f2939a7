using Newtonsoft.Json;

namespace DialClip.Bot.Replies;

/// <summary>Why a reply was chosen, as its channel data says it.</summary>
/// <param name="Impression">The id that feedback names.</param>
/// <param name="Item">The catalog id.</param>
/// <param name="Name">The item's name.</param>
/// <param name="Score">A cosine similarity.</param>
/// <param name="Reason">The policy's reason.</param>
/// <param name="Variant">The experiment's variant.</param>
/// <param name="VariantReason">Why the unit has it.</param>
internal sealed record Explanation(
    [property: JsonProperty("impression")] string Impression,
    [property: JsonProperty("item")] string Item,
    [property: JsonProperty("name")] string Name,
    [property: JsonProperty("score")] float Score,
    [property: JsonProperty("reason")] string Reason,
    [property: JsonProperty("variant")] string Variant,
    [property: JsonProperty("variantReason")] string VariantReason);
