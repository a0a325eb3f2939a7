using System.Text.Json.Serialization;

namespace DialClip.Experiments.Events;

/// <summary>One line of an experiment's log: a reply that was shown, or what a person made of it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Exposure), "exposure")]
[JsonDerivedType(typeof(Feedback), "feedback")]
public abstract record ExperimentEvent
{
    private protected ExperimentEvent()
    {
    }

    /// <summary>Gets the id of the reply that was shown; feedback names it.</summary>
    public required string ImpressionId { get; init; }

    /// <summary>Gets when it happened.</summary>
    public required DateTimeOffset Time { get; init; }
}
