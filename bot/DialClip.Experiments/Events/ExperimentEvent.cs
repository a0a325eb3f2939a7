using System.Text.Json.Serialization;

namespace DialClip.Experiments.Events;

/// <summary>An event of an experiment: an intention, an exposure, an observation, feedback or an outcome.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Exposure), "exposure")]
[JsonDerivedType(typeof(Feedback), "feedback")]
[JsonDerivedType(typeof(Observation), "observation")]
[JsonDerivedType(typeof(Intention), "intention")]
[JsonDerivedType(typeof(Outcome), "outcome")]
public abstract record ExperimentEvent
{
    private protected ExperimentEvent() { }

    /// <summary>Gets the id of the impression, which feedback refers to.</summary>
    public required string ImpressionId { get; init; }

    /// <summary>Gets the time of the event.</summary>
    public required DateTimeOffset Time { get; init; }
}
