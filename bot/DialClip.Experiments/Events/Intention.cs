namespace DialClip.Experiments.Events;

/// <summary>
/// The intention to send a reply, written before it goes out. The exposure of the same impression follows once it was
/// sent; an intention without one was cut off, and whether its reply was shown is not known.
/// </summary>
public sealed record Intention : ExperimentEvent
{
    /// <summary>Gets the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Gets the variant.</summary>
    public required string Variant { get; init; }

    /// <summary>Gets the hash of the unit; the log never holds the id of a user or a conversation.</summary>
    public required string UnitHash { get; init; }

    /// <summary>Gets whether the intention is taken back: the reply was not sent.</summary>
    public bool Withdrawn { get; init; }
}
