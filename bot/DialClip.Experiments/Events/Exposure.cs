namespace DialClip.Experiments.Events;

/// <summary>A unit was shown a variant's reply; written once the reply was sent.</summary>
public sealed record Exposure : ExperimentEvent
{
    /// <summary>Gets the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Gets the variant that was shown.</summary>
    public required string Variant { get; init; }

    /// <summary>Gets why the unit has this variant.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets the hash of the unit; the log never holds a user's or a conversation's id.</summary>
    public required string UnitHash { get; init; }

    /// <summary>Gets the digest of the head that chose the reply.</summary>
    public required string HeadDigest { get; init; }

    /// <summary>Gets the catalog ids of what a carousel showed besides; null where there was one item.</summary>
    public IReadOnlyList<string>? OtherItemIds { get; init; }

    /// <summary>Gets the catalog id of what was sent; of a carousel the first.</summary>
    public required string ItemId { get; init; }

    /// <summary>Gets its score, a cosine similarity.</summary>
    public required double Score { get; init; }
}
