namespace DialClip.Experiments.Events;

/// <summary>A line of an experiment log that is no event.</summary>
/// <param name="File">The path of the file.</param>
/// <param name="Number">The number of the line, from 1.</param>
/// <param name="Reason">What is wrong with it, as the rest of a sentence about the line.</param>
public sealed record DamagedLine(string File, long Number, string Reason);
