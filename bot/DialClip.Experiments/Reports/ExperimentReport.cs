using DialClip.Experiments.Events;
using DialClip.Experiments.Statistics;

namespace DialClip.Experiments.Reports;

/// <summary>Sums an experiment's log up, variant by variant.</summary>
public static class ExperimentReport
{
    /// <summary>Builds the rows, ordered by experiment and variant.</summary>
    /// <param name="events">The log, oldest first. Repeated exposures count once; feedback to a reply that was never shown, or that was taken back, does not count.</param>
    public static IReadOnlyList<VariantReport> Build(IEnumerable<ExperimentEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var shown = new Dictionary<string, Exposure>(StringComparer.Ordinal);
        var liked = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var item in events)
            if (item is Exposure exposure)
                shown.TryAdd(exposure.ImpressionId, exposure);
            else if (item is Feedback { Liked: { } likes } feedback)
                liked[feedback.ImpressionId] = likes;
            else if (item is Feedback { Liked: null } takenBack)
                liked.Remove(takenBack.ImpressionId);
        return
        [
            .. shown
                .Values.GroupBy(exposure => (exposure.Experiment, exposure.Variant))
                .OrderBy(group => group.Key.Experiment, StringComparer.Ordinal)
                .ThenBy(group => group.Key.Variant, StringComparer.Ordinal)
                .Select(group => Row(group.Key.Experiment, group.Key.Variant, [.. group], liked)),
        ];
    }

    private static VariantReport Row(
        string experiment,
        string variant,
        List<Exposure> shown,
        Dictionary<string, bool> liked
    )
    {
        var judged = shown.Where(exposure => liked.ContainsKey(exposure.ImpressionId)).ToList();
        var likes = judged.Count(exposure => liked[exposure.ImpressionId]);
        return new(
            experiment,
            variant,
            shown.Select(exposure => exposure.UnitHash).Distinct(StringComparer.Ordinal).Count(),
            shown.Count,
            likes,
            judged.Count - likes,
            WilsonInterval.Of(likes, judged.Count)
        );
    }
}
