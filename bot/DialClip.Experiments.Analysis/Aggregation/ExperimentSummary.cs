using System.Numerics;
using DialClip.Experiments.Analysis.Metrics;
using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Aggregation;

/// <summary>Makes the sums of an experiment of its impressions.</summary>
internal sealed class ExperimentSummary(ExperimentState state, int[] incomplete)
{
    public ExperimentData Create(
        List<ImpressionState> exposed,
        IEnumerable<(int Unit, ImpressionEvents Events)> unanswered
    )
    {
        var days = new DaySums(state).Compute(exposed);
        foreach (ref var unit in state.Units)
            unit.Counts = default;
        foreach (var impression in exposed)
            Count(ref state.Units[impression.Unit].Counts, impression.Events);
        foreach (var (unit, events) in unanswered)
            Count(ref state.Units[unit].Counts, events);
        var totals = CountImpressions(exposed);
        var names = state.Variants.Index().OrderBy(variant => variant.Item, StringComparer.Ordinal);
        return new(
            state.Name,
            [.. names.Select(variant => CreateVariant(variant.Index, totals[variant.Index], days[variant.Index]))],
            CountCells()
        );
    }

    private static void Count(ref UnitCounts counts, ImpressionEvents events)
    {
        counts.Exposures += Get(ImpressionEvents.Exposed);
        counts.Likes += Get(ImpressionEvents.Liked);
        counts.Dislikes += Get(ImpressionEvents.Disliked);
        counts.Chosen += Get(ImpressionEvents.Chosen);
        counts.Continued += Get(ImpressionEvents.Continued);
        counts.Reformulated += Get(ImpressionEvents.Reformulated);
        counts.Errors += Get(ImpressionEvents.Error);
        counts.NoAnswers += Get(ImpressionEvents.NoAnswer);
        counts.HandedOver += Get(ImpressionEvents.HandedOver);

        int Get(ImpressionEvents kind) => (events & kind) != 0 ? 1 : 0;
    }

    private (int Exposures, int Likes, int Dislikes)[] CountImpressions(List<ImpressionState> exposed)
    {
        var totals = new (int Exposures, int Likes, int Dislikes)[state.Variants.Count];
        foreach (var impression in exposed)
        {
            ref var total = ref totals[impression.Variant];
            total.Exposures++;
            total.Likes += impression.Events.HasFlag(ImpressionEvents.Liked) ? 1 : 0;
            total.Dislikes += impression.Events.HasFlag(ImpressionEvents.Disliked) ? 1 : 0;
        }
        return totals;
    }

    private VariantData CreateVariant(
        int index,
        (int Exposures, int Likes, int Dislikes) total,
        IReadOnlyList<DayData> days
    )
    {
        var metrics = Metric.All.ToDictionary(metric => metric.Name, _ => new UnitMoments(2));
        var channels = new Dictionary<string, UnitMoments>(StringComparer.Ordinal);
        var (units, others, liked) = (0, 0, 0);
        foreach (ref var unit in state.Units)
        {
            if ((unit.Variants & (1UL << index)) == 0)
                continue;
            units++;
            if (BitOperations.PopCount(unit.Variants) > 1)
            {
                // What it liked cannot be told apart by variants.
                others++;
                continue;
            }
            foreach (var metric in Metric.All)
                metrics[metric.Name].Add(metric.Count(unit.Counts), unit.Counts.Exposures);
            var channel = state.Channels[unit.Channel];
            if (!channels.TryGetValue(channel, out var moments))
                channels.Add(channel, moments = new(2));
            moments.Add(unit.Counts.Likes, unit.Counts.Exposures);
            liked += unit.Counts.Likes > 0 ? 1 : 0;
        }
        var latencies = state.Latencies[index];
        return new(
            state.Variants[index],
            units,
            others,
            total.Exposures,
            total.Likes,
            total.Dislikes,
            incomplete[index],
            units - others,
            liked,
            metrics,
            channels,
            days,
            latencies.Count == 0 ? null : new(latencies)
        );
    }

    private List<SampleRatioCell> CountCells()
    {
        var cells = new Dictionary<(byte Variant, int Day, byte Channel), long>();
        foreach (ref var unit in state.Units)
        {
            var day = DateOnly.FromDateTime(new(unit.FirstTicks, DateTimeKind.Utc)).DayNumber;
            var key = (unit.Variant, day, unit.Channel);
            cells[key] = cells.GetValueOrDefault(key) + 1;
        }
        return
        [
            .. cells
                .Select(cell => new SampleRatioCell(
                    state.Variants[cell.Key.Variant],
                    DateOnly.FromDayNumber(cell.Key.Day),
                    state.Channels[cell.Key.Channel],
                    cell.Value
                ))
                .OrderBy(cell => cell.Day)
                .ThenBy(cell => cell.Channel, StringComparer.Ordinal)
                .ThenBy(cell => cell.Variant, StringComparer.Ordinal),
        ];
    }
}
