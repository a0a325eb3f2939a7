namespace DialClip.Experiments.Events;

/// <summary>A unit would have been shown a variant's reply, had the plugin been allowed to speak. It is no exposure: nobody saw anything.</summary>
public sealed record Observation : ExperimentEvent
{
    /// <summary>Gets the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Gets the variant that would have answered.</summary>
    public required string Variant { get; init; }

    /// <summary>Gets why the unit has this variant.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets the hash of the unit; the log never holds a user's or a conversation's id.</summary>
    public required string UnitHash { get; init; }

    /// <summary>Gets the digest of the head that chose the reply.</summary>
    public required string HeadDigest { get; init; }

    /// <summary>Gets the catalog id of what would have been sent; null for silence.</summary>
    public string? ItemId { get; init; }

    /// <summary>Gets its score, a cosine similarity; null for silence.</summary>
    public double? Score { get; init; }

    /// <summary>Gets the policy's reason.</summary>
    public required string PolicyReason { get; init; }
}
