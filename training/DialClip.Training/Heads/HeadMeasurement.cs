namespace DialClip.Training.Heads;

/// <summary>What a head reached on the validation split at some step.</summary>
/// <param name="Values">The figures, by name.</param>
/// <param name="Score">The one that early stopping looks at; more is better.</param>
internal sealed record HeadMeasurement(IReadOnlyDictionary<string, double> Values, double Score);
