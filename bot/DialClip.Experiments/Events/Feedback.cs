namespace DialClip.Experiments.Events;

/// <summary>A person liked or disliked a reply, or took that back. The last one for an impression counts, however often it arrives.</summary>
public sealed record Feedback : ExperimentEvent
{
    /// <summary>Gets whether it was a like; false for a dislike, null when an earlier one was taken back.</summary>
    public required bool? Liked { get; init; }

    /// <summary>Gets the hash of the person, so that those of a group can be told apart; null where it is not known.</summary>
    public string? Rater { get; init; }

    /// <summary>Gets the control that the person used, such as "thumbs" or "reaction"; null where it is not known.</summary>
    public string? Source { get; init; }
}
