using System.Text.Json.Serialization;

namespace DialClip.Training.Evaluation.Statistics;

/// <summary>A 95 % interval.</summary>
internal sealed record Interval(
    [property: JsonPropertyName("low")] double Low,
    [property: JsonPropertyName("high")] double High
);
