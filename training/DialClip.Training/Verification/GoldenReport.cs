namespace DialClip.Training.Verification;

/// <summary>The results of a golden folder.</summary>
/// <param name="Groups">The groups, absent ones included.</param>
internal sealed record GoldenReport(IReadOnlyList<GoldenGroup> Groups)
{
    /// <summary>Gets whether at least one group was run, and all within their tolerances.</summary>
    public bool Passed =>
        Groups.Any(group => group.Absent is null) && Groups.All(group => group.Absent is not null || group.Passed);
}
