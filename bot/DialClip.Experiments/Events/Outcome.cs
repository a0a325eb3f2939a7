namespace DialClip.Experiments.Events;

/// <summary>What came of a reply or of a message without one; each kind counts once for an impression.</summary>
public sealed record Outcome : ExperimentEvent
{
    /// <summary>Gets the hash of the unit; the log never holds the id of a user or a conversation.</summary>
    public required string UnitHash { get; init; }

    /// <summary>Gets the kind, one of <see cref="OutcomeKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the catalog id of the item that was chosen; null for other kinds.</summary>
    public string? ItemId { get; init; }

    /// <summary>Gets the time since the reply, in seconds; null if unknown.</summary>
    public double? Seconds { get; init; }
}
