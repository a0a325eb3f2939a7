namespace DialClip.Experiments.Assignment;

/// <summary>A unit, as filters see it.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Hash">Its hash under the key of the settings.</param>
internal sealed record UnitContext(ExperimentUnit Unit, string Hash);
