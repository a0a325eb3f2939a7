namespace DialClip.Benchmarks.Measures;

/// <summary>The growth of memory over a run.</summary>
/// <param name="Floors">
/// The minimum of each window of steps, which excludes memory that is released in the window.
/// </param>
/// <param name="Rise">The slope of the second half of the floors, in kilobytes per step.</param>
/// <param name="Error">The standard error of the slope.</param>
/// <param name="Grows">Whether the slope is significant and above the noise of allocators.</param>
internal sealed record Growth(IReadOnlyList<(int Step, double Kilobytes)> Floors, double Rise, double Error, bool Grows)
{
    private const int Windows = 50;

    /// <summary>Computes the growth of a run.</summary>
    /// <param name="resident">The kilobytes after each step; at least six.</param>
    /// <param name="noise">The share of memory by which half a run may rise without growth.</param>
    public static Growth Compute(IReadOnlyList<long> resident, double noise)
    {
        var window = Math.Max(1, resident.Count / Windows);
        var floors = resident
            .Chunk(window)
            .Select((values, index) => (Step: (index + 1) * window, Kilobytes: (double)values.Min()))
            .ToList();
        var second = floors.Skip(floors.Count / 2).ToList();
        var slope = Slope.Fit(second);
        return new(
            floors,
            slope.Rise,
            slope.Error,
            slope.Rise > 3 * slope.Error
                && slope.Rise * (second[^1].Step - second[0].Step) > noise * second[0].Kilobytes
        );
    }
}
