using DialClip.Experiments.Events;
using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Reporting;

/// <summary>Summarizes the log of an experiment by variant.</summary>
internal static class ExperimentReport
{
    /// <summary>Computes the rows, ordered by experiment and variant.</summary>
    /// <param name="events">
    /// The log, oldest first. Repeated exposures count once; feedback that was withdrawn, or whose impression is
    /// unknown, does not count.
    /// </param>
    public static IReadOnlyList<VariantReport> Compute(IEnumerable<ExperimentEvent> events)
    {
        var exposures = new Dictionary<string, Exposure>(StringComparer.Ordinal);
        var likes = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var item in events)
            if (item is Exposure exposure)
                exposures.TryAdd(exposure.ImpressionId, exposure);
            else if (item is Feedback { Liked: { } liked } feedback)
                likes[feedback.ImpressionId] = liked;
            else if (item is Feedback withdrawal)
                likes.Remove(withdrawal.ImpressionId);
        var units = exposures
            .Values.GroupBy(exposure => (exposure.Experiment, exposure.UnitHash))
            .ToDictionary(
                unit => unit.Key,
                unit => unit.Select(exposure => exposure.Variant).Distinct(StringComparer.Ordinal).Count()
            );
        return
        [
            .. exposures
                .Values.GroupBy(exposure => (exposure.Experiment, exposure.Variant))
                .OrderBy(group => group.Key.Experiment, StringComparer.Ordinal)
                .ThenBy(group => group.Key.Variant, StringComparer.Ordinal)
                .Select(group => CreateRow(group.Key.Experiment, group.Key.Variant, [.. group], likes, units)),
        ];
    }

    private static VariantReport CreateRow(
        string experiment,
        string variant,
        List<Exposure> exposures,
        Dictionary<string, bool> likes,
        Dictionary<(string Experiment, string Unit), int> units
    )
    {
        var hashes = exposures.Select(exposure => exposure.UnitHash).ToHashSet(StringComparer.Ordinal);
        var rated = exposures.Where(exposure => likes.ContainsKey(exposure.ImpressionId)).ToList();
        var liked = rated.Count(exposure => likes[exposure.ImpressionId]);
        return new(
            experiment,
            variant,
            hashes.Count,
            hashes.Count(hash => units[(experiment, hash)] > 1),
            exposures.Count,
            liked,
            rated.Count - liked,
            WilsonInterval.Compute(liked, rated.Count),
            WilsonInterval.Compute(liked, exposures.Count)
        );
    }
}
