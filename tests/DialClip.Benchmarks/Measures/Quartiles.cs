namespace DialClip.Benchmarks.Measures;

/// <summary>The median and the quartiles of measurements.</summary>
/// <param name="Lower">The first quartile.</param>
/// <param name="Median">The median.</param>
/// <param name="Upper">The third quartile.</param>
internal sealed record Quartiles(double Lower, double Median, double Upper)
{
    /// <summary>Computes the quartiles of at least one measurement, with interpolation.</summary>
    public static Quartiles Compute(IEnumerable<double> measurements)
    {
        var ordered = measurements.Order().ToArray();
        return new(GetQuantile(0.25), GetQuantile(0.5), GetQuantile(0.75));

        double GetQuantile(double quantile)
        {
            var position = quantile * (ordered.Length - 1);
            var (below, above) = (ordered[(int)Math.Floor(position)], ordered[(int)Math.Ceiling(position)]);
            return Math.Round(below + (above - below) * (position - Math.Floor(position)), 3);
        }
    }
}
