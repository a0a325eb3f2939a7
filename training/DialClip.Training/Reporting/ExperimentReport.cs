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
        var intentions = new Dictionary<string, Intention>(StringComparer.Ordinal);
        var likes = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var item in events)
            if (item is Exposure exposure)
                exposures.TryAdd(exposure.ImpressionId, exposure);
            else if (item is Intention intention)
                intentions[intention.ImpressionId] = intention;
            else if (item is Feedback { Liked: { } liked } feedback)
                likes[feedback.ImpressionId] = liked;
            else if (item is Feedback withdrawal)
                likes.Remove(withdrawal.ImpressionId);
        var incomplete = intentions
            .Values.Where(intention => !intention.Withdrawn && !exposures.ContainsKey(intention.ImpressionId))
            .ToLookup(intention => (intention.Experiment, intention.Variant));
        var units = exposures
            .Values.GroupBy(exposure => (exposure.Experiment, exposure.UnitHash))
            .ToDictionary(
                unit => unit.Key,
                unit => unit.Select(exposure => exposure.Variant).Distinct(StringComparer.Ordinal).Count()
            );
        return
        [
            .. exposures
                .Values.Select(exposure => (exposure.Experiment, exposure.Variant))
                .Concat(incomplete.Select(group => group.Key))
                .Distinct()
                .OrderBy(key => key.Experiment, StringComparer.Ordinal)
                .ThenBy(key => key.Variant, StringComparer.Ordinal)
                .Select(key =>
                    CreateRow(
                        key.Experiment,
                        key.Variant,
                        [.. exposures.Values.Where(exposure => (exposure.Experiment, exposure.Variant) == key)],
                        likes,
                        units,
                        incomplete[key].Count()
                    )
                ),
        ];
    }

    private static VariantReport CreateRow(
        string experiment,
        string variant,
        List<Exposure> exposures,
        Dictionary<string, bool> likes,
        Dictionary<(string Experiment, string Unit), int> units,
        int incomplete
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
            WilsonInterval.Compute(liked, exposures.Count),
            incomplete
        );
    }
}
