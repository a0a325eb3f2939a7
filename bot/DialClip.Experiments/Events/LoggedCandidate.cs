namespace DialClip.Experiments.Events;

/// <summary>An item that was compared for a reply.</summary>
/// <param name="Id">The catalog id.</param>
/// <param name="Score">Its score, a cosine similarity.</param>
/// <param name="Confidence">Its confidence, 0 to 1; null if unknown.</param>
public sealed record LoggedCandidate(string Id, double Score, double? Confidence);
