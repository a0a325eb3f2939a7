namespace DialClip.Training.Loop;

/// <summary>What was measured after a step of a stage.</summary>
/// <param name="Values">The figures, by name.</param>
/// <param name="Enough">True to end the stage here.</param>
internal sealed record StepMeasurement(IReadOnlyDictionary<string, double> Values, bool Enough);
