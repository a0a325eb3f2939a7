namespace DialClip.Benchmarks.Measures;

/// <summary>The median and the quartiles of measurements.</summary>
/// <param name="Lower">A quarter lies below.</param>
/// <param name="Median">Half lies below.</param>
/// <param name="Upper">Three quarters lie below.</param>
internal sealed record Quartiles(double Lower, double Median, double Upper)
{
    /// <summary>Orders measurements, at least one, and interpolates between neighbours.</summary>
    public static Quartiles Of(IEnumerable<double> measurements)
    {
        var ordered = measurements.Order().ToArray();
        return new(At(0.25), At(0.5), At(0.75));

        double At(double share)
        {
            var place = share * (ordered.Length - 1);
            var (below, above) = (ordered[(int)Math.Floor(place)], ordered[(int)Math.Ceiling(place)]);
            return Math.Round(below + (above - below) * (place - Math.Floor(place)), 3);
        }
    }
}
