using System.Text.Json.Serialization;

namespace DialClip.Experiments.Events;

/// <summary>One line of an experiment's log: a reply that was shown or would have been, or what a person made of it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Exposure), "exposure")]
[JsonDerivedType(typeof(Feedback), "feedback")]
[JsonDerivedType(typeof(Observation), "observation")]
public abstract record ExperimentEvent
{
    private protected ExperimentEvent() { }

    /// <summary>Gets the id of the reply; feedback names it.</summary>
    public required string ImpressionId { get; init; }

    /// <summary>Gets when it happened.</summary>
    public required DateTimeOffset Time { get; init; }
}
