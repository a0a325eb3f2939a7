namespace DialClip.Experiments.Analysis.Reports;

/// <summary>What to do now, and why.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Treatment">The treatment that it is about; null where it is about all.</param>
/// <param name="Sentence">One sentence that says it.</param>
public sealed record Verdict(VerdictAction Action, string? Treatment, string Sentence);
