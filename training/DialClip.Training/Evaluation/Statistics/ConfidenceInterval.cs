using System.Text.Json.Serialization;

namespace DialClip.Training.Evaluation.Statistics;

/// <summary>A confidence interval.</summary>
internal sealed record ConfidenceInterval(
    [property: JsonPropertyName("low")] double Low,
    [property: JsonPropertyName("high")] double High
);
