namespace DialClip.Experiments.Events;

/// <summary>The exposure of a unit to a variant: a reply that was sent.</summary>
public sealed record Exposure : ExperimentEvent
{
    /// <summary>Gets the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Gets the variant.</summary>
    public required string Variant { get; init; }

    /// <summary>Gets the reason of the assignment, such as "percentile".</summary>
    public required string Reason { get; init; }

    /// <summary>Gets the hash of the unit; the log never holds the id of a user or a conversation.</summary>
    public required string UnitHash { get; init; }

    /// <summary>Gets the digest of the head that retrieved the reply.</summary>
    public required string HeadDigest { get; init; }

    /// <summary>Gets the catalog ids of a carousel's other items; null for a reply of one item.</summary>
    public IReadOnlyList<string>? OtherItemIds { get; init; }

    /// <summary>Gets the catalog id of the item that was sent; of a carousel the first.</summary>
    public required string ItemId { get; init; }

    /// <summary>Gets the score of that item, a cosine similarity.</summary>
    public required double Score { get; init; }

    /// <summary>Gets the hash of the experiment's settings, 12 hexadecimal digits; null if unknown.</summary>
    public string? Configuration { get; init; }

    /// <summary>Gets the mode of the turn, such as "Fallback"; null if unknown.</summary>
    public string? Mode { get; init; }

    /// <summary>Gets the channel, such as "msteams"; null if unknown.</summary>
    public string? Channel { get; init; }

    /// <summary>Gets the digest of the backbone; null if unknown.</summary>
    public string? BackboneDigest { get; init; }

    /// <summary>Gets the digest of the catalog; null if unknown.</summary>
    public string? CatalogDigest { get; init; }

    /// <summary>Gets the version of the catalog; null if unknown.</summary>
    public string? CatalogVersion { get; init; }

    /// <summary>Gets the best items that were compared, at most 10, best first; null if unknown.</summary>
    public IReadOnlyList<LoggedCandidate>? Candidates { get; init; }

    /// <summary>
    /// Gets the probability with which the policy in use sent this item, above 0 and at most 1; null if unknown.
    /// </summary>
    public double? Propensity { get; init; }

    /// <summary>Gets the time from the message to the decision, in milliseconds; null if unknown.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>
    /// Gets the side of each item of an interleaved carousel, "A" or "B"; null where nothing was interleaved.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Interleaved { get; init; }

    /// <summary>Gets whether the unit had another variant before; null if unknown.</summary>
    public bool? ChangedVariant { get; init; }
}
