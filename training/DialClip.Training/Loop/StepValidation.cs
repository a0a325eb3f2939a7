namespace DialClip.Training.Loop;

/// <summary>The result of validating a module after a step of a stage.</summary>
/// <param name="Metrics">Metrics on the validation split, by name.</param>
/// <param name="ShouldStop">Whether to end the stage here.</param>
internal sealed record StepValidation(IReadOnlyDictionary<string, double> Metrics, bool ShouldStop);
