namespace DialClip.Experiments.Analysis.Reports;

/// <summary>How a report compares variants.</summary>
public sealed record ReportSettings
{
    /// <summary>Gets the name of the control; null for "control", or else the first by name.</summary>
    public string? Control { get; init; }

    /// <summary>Gets the share of units that each variant should have, on any scale; null for equal shares.</summary>
    public IReadOnlyDictionary<string, double>? Shares { get; init; }

    /// <summary>Gets the probability of a false alarm, between 0 and 1, below 0.5.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Gets the probability with which an effect that is worth having is to be found.</summary>
    public double Power { get; init; } = 0.8;

    /// <summary>Gets the least relative effect that is worth having, such as 0.05 for 5 %; above 0.</summary>
    public double MinEffect { get; init; } = 0.05;

    /// <summary>Gets the number of units at which the sequences are narrowest.</summary>
    public double TuningUnits { get; init; } = 5000;

    /// <summary>Gets the p-value below which a sample-ratio mismatch blocks the verdict.</summary>
    public double SampleRatioAlpha { get; init; } = 0.001;
}
