namespace DialClip.Benchmarks.Measures;

/// <summary>The slope of a line fitted by least squares.</summary>
/// <param name="Rise">The slope per step.</param>
/// <param name="Error">The standard error of the slope.</param>
internal readonly record struct Slope(double Rise, double Error)
{
    /// <summary>Fits a line.</summary>
    /// <param name="points">At least three points of different steps.</param>
    public static Slope Fit(IReadOnlyCollection<(int Step, double Value)> points)
    {
        var (step, value) = (points.Average(point => point.Step), points.Average(point => point.Value));
        var spread = points.Sum(point => (point.Step - step) * (point.Step - step));
        var rise = points.Sum(point => (point.Step - step) * (point.Value - value)) / spread;
        var rest = points.Sum(point => Math.Pow(point.Value - value - rise * (point.Step - step), 2));
        return new(rise, Math.Sqrt(rest / (points.Count - 2) / spread));
    }
}
