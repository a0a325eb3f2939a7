using DialClip.Artifacts.Format;

namespace DialClip.Training.Heads.Calibration;

/// <summary>The calibration curves that could be fitted.</summary>
/// <param name="Curves">The curves of the experts with enough dialogs; null for none.</param>
/// <param name="Warnings">A message about each expert without a curve.</param>
internal sealed record CalibrationFit(CalibrationProperties? Curves, IReadOnlyList<string> Warnings);
