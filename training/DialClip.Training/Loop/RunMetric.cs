using System.Text.Json.Serialization;

namespace DialClip.Training.Loop;

/// <summary>One line of a run's metrics.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Step">The number of steps done.</param>
internal sealed record RunMetric(string Stage, int Step)
{
    /// <summary>Gets the loss of the step, in nats; null on a line of validation metrics.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Loss { get; init; }

    /// <summary>Gets the step's learning rate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LearningRate { get; init; }

    /// <summary>Gets metrics on the validation split, by name; null on a line of a step.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Validation { get; init; }
}
