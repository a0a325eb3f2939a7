using DialClip.Experiments.Assignment;

namespace DialClip.Experiments.Settings;

/// <summary>Units that the settings name.</summary>
/// <param name="Variant">Their variant.</param>
/// <param name="Names">Their names, see <see cref="ExperimentUnit.FindName"/>.</param>
internal sealed record NamedUnits(string Variant, IReadOnlyList<string> Names);
