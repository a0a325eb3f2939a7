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
}
