using DialClip.Experiments.Assignment;

namespace DialClip.Experiments.Settings;

/// <summary>The experiment in use.</summary>
/// <param name="Experiment">The experiment; null where there is none.</param>
/// <param name="Evaluator">Its evaluator.</param>
/// <param name="IsInvalid">Whether its settings cannot be used and never could.</param>
internal sealed record CurrentExperiment(Experiment? Experiment, ExperimentEvaluator? Evaluator, bool IsInvalid);
