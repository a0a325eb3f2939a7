using DialClip.Artifacts.Format;

namespace DialClip.Training.Heads.Calibration;

/// <summary>The curves that dialogs could give.</summary>
/// <param name="Curves">Those of the experts that enough dialogs told about; null where there is none.</param>
/// <param name="LeftOut">A sentence about each expert without one.</param>
internal sealed record CalibrationFit(CalibrationProperties? Curves, IReadOnlyList<string> LeftOut);
