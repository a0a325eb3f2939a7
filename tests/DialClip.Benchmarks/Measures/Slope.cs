namespace DialClip.Benchmarks.Measures;

/// <summary>The straight line through measurements, by least squares.</summary>
/// <param name="Rise">By how much they rise a step.</param>
/// <param name="Error">The standard error of that.</param>
internal readonly record struct Slope(double Rise, double Error)
{
    /// <summary>Gets the line.</summary>
    /// <param name="points">At least three, of different steps.</param>
    public static Slope Of(IReadOnlyCollection<(int Step, double Value)> points)
    {
        var (step, value) = (points.Average(point => point.Step), points.Average(point => point.Value));
        var spread = points.Sum(point => (point.Step - step) * (point.Step - step));
        var rise = points.Sum(point => (point.Step - step) * (point.Value - value)) / spread;
        var rest = points.Sum(point => Math.Pow(point.Value - value - rise * (point.Step - step), 2));
        return new(rise, Math.Sqrt(rest / (points.Count - 2) / spread));
    }
}
