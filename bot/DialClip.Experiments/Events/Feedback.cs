namespace DialClip.Experiments.Events;

/// <summary>A person liked or disliked a reply. The last one for an impression counts, however often it arrives.</summary>
public sealed record Feedback : ExperimentEvent
{
    /// <summary>Gets whether it was a like; false for a dislike.</summary>
    public required bool Liked { get; init; }
}
