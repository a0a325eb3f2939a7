using DialClip.Model.Indexing;

namespace DialClip.Bot.Turns;

/// <summary>A reply that was made and is an impression once it is sent, by the plugin or by the host bot.</summary>
/// <param name="Impression">The id that feedback will name.</param>
/// <param name="Candidates">What it shows, the best first.</param>
internal sealed record Offer(string Impression, IReadOnlyList<ScoredCandidate> Candidates);
