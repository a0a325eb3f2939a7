namespace DialClip.Experiments.Events;

/// <summary>A like or dislike of a reply, or its withdrawal; the last one of an impression counts.</summary>
public sealed record Feedback : ExperimentEvent
{
    /// <summary>Gets whether the reply was liked; false for a dislike, null for a withdrawal.</summary>
    public required bool? Liked { get; init; }

    /// <summary>
    /// Gets the hash of the user who gave it, which tells the members of a group apart; null if unknown.
    /// </summary>
    public string? Rater { get; init; }

    /// <summary>Gets the control that was used, such as "thumbs" or "reaction"; null if unknown.</summary>
    public string? Source { get; init; }
}
