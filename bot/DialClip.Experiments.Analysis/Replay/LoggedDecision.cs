namespace DialClip.Experiments.Analysis.Replay;

/// <summary>A decision of the policy that was in use, with its reward, as a new policy would have taken it.</summary>
/// <param name="Propensity">The probability with which the policy in use took it, above 0 and at most 1.</param>
/// <param name="NewProbability">The probability with which the new policy would, 0 to 1.</param>
/// <param name="Reward">The reward, such as 1 for a like.</param>
public readonly record struct LoggedDecision(double Propensity, double NewProbability, double Reward);
