namespace DialClip.Experiments.Analysis.Interleaving;

/// <summary>An item of an interleaved list.</summary>
/// <param name="ItemId">The catalog id.</param>
/// <param name="Team">The side that put it there.</param>
public sealed record InterleavedItem(string ItemId, Team Team);
