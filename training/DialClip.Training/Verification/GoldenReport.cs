namespace DialClip.Training.Verification;

/// <summary>The outcome of a golden folder.</summary>
/// <param name="Groups">Every group, the absent ones included.</param>
internal sealed record GoldenReport(IReadOnlyList<GoldenGroup> Groups)
{
    /// <summary>Gets whether at least one group was run and none went beyond its tolerance.</summary>
    public bool Passed =>
        Groups.Any(group => group.Absent is null) && Groups.All(group => group.Absent is not null || group.Passed);
}
