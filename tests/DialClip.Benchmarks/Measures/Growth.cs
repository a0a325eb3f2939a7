namespace DialClip.Benchmarks.Measures;

/// <summary>Whether memory grows over a run.</summary>
/// <param name="Floors">The lowest value of each window: what was given back within one was no leak, what stays lifts its floor.</param>
/// <param name="Rise">Kilobytes a step, by the line through the second half of the floors.</param>
/// <param name="Error">The standard error of that.</param>
/// <param name="Grows">Whether it rises by more than chance and by more than the allocators' own breathing.</param>
internal sealed record Growth(IReadOnlyList<(int Step, double Kilobytes)> Floors, double Rise, double Error, bool Grows)
{
    private const int Windows = 50;

    /// <summary>Looks at a run.</summary>
    /// <param name="resident">Kilobytes after each step, in order; at least six.</param>
    /// <param name="noise">What share of the memory half a run may rise by without it being growth.</param>
    public static Growth Of(IReadOnlyList<long> resident, double noise)
    {
        var window = Math.Max(1, resident.Count / Windows);
        var floors = resident
            .Chunk(window)
            .Select((values, place) => (Step: (place + 1) * window, Kilobytes: (double)values.Min()))
            .ToList();
        var second = floors.Skip(floors.Count / 2).ToList();
        var slope = Slope.Of(second);
        return new(
            floors,
            slope.Rise,
            slope.Error,
            slope.Rise > 3 * slope.Error
                && slope.Rise * (second[^1].Step - second[0].Step) > noise * second[0].Kilobytes
        );
    }
}
