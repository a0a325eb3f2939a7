using DialClip.Experiments.Events;

namespace DialClip.Experiments.Analysis.Tests;

internal static class TestEvents
{
    public static readonly DateTimeOffset Start = new(2026, 11, 2, 3, 4, 5, TimeSpan.Zero);

    public static Exposure CreateExposure(string impression, string variant, string unit, int day = 0) =>
        new()
        {
            ImpressionId = impression,
            Time = Start.AddDays(day),
            Experiment = "retrieval",
            Variant = variant,
            Reason = "percentile",
            UnitHash = unit,
            HeadDigest = "d",
            ItemId = "1F389",
            Score = 0.5,
        };

    public static Feedback CreateFeedback(string impression, bool? liked, int second = 0) =>
        new()
        {
            ImpressionId = impression,
            Time = Start.AddSeconds(second),
            Liked = liked,
        };

    public static Outcome CreateOutcome(string impression, string unit, string kind) =>
        new()
        {
            ImpressionId = impression,
            Time = Start,
            UnitHash = unit,
            Kind = kind,
        };

    public static Intention CreateIntention(string impression, string variant, bool withdrawn = false) =>
        new()
        {
            ImpressionId = impression,
            Time = Start,
            Experiment = "retrieval",
            Variant = variant,
            UnitHash = "u",
            Withdrawn = withdrawn,
        };
}
