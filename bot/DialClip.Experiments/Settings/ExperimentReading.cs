namespace DialClip.Experiments.Settings;

/// <summary>What was read of an experiment's settings.</summary>
/// <param name="Experiment">The experiment; null where there is none, or its settings cannot be used.</param>
/// <param name="Problems">All that is wrong, a sentence each.</param>
internal sealed record ExperimentReading(Experiment? Experiment, IReadOnlyList<string> Problems);
