using System.Numerics;
using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Aggregation;

/// <summary>Follows likes of replies from day to day, by unit, so that each day has the moments until then.</summary>
internal sealed class DaySums(ExperimentState state)
{
    /// <summary>Computes the days of each variant.</summary>
    /// <param name="exposed">The impressions, which are put into the order of their days.</param>
    public IReadOnlyList<DayData>[] Compute(List<ImpressionState> exposed)
    {
        exposed.Sort((left, right) => left.Day.CompareTo(right.Day));
        var days = state.Variants.Select(_ => new List<DayData>()).ToArray();
        var sums = state.Variants.Select(_ => new Sums()).ToArray();
        var units = new (int Exposures, int Likes)[state.Units.Length];
        for (var start = 0; start < exposed.Count; )
        {
            var day = exposed[start].Day;
            var exposures = new int[days.Length];
            for (; start < exposed.Count && exposed[start].Day == day; start++)
            {
                var impression = exposed[start];
                exposures[impression.Variant]++;
                if (BitOperations.PopCount(state.Units[impression.Unit].Variants) == 1)
                    sums[impression.Variant]
                        .Add(ref units[impression.Unit], impression.Events.HasFlag(ImpressionEvents.Liked));
            }
            for (var variant = 0; variant < days.Length; variant++)
                days[variant].Add(new(DateOnly.FromDayNumber(day), exposures[variant], sums[variant].ToMoments()));
        }
        return days;
    }

    private sealed class Sums
    {
        private long units;
        private double likes;
        private double exposures;
        private double likeSquares;
        private double exposureSquares;
        private double products;

        // The squares of a unit grow by the difference to those it had.
        public void Add(ref (int Exposures, int Likes) unit, bool isLiked)
        {
            units += unit.Exposures == 0 ? 1 : 0;
            var (before, likesBefore) = unit;
            unit.Exposures++;
            unit.Likes += isLiked ? 1 : 0;
            exposures++;
            likes += unit.Likes - likesBefore;
            exposureSquares += 2.0 * before + 1;
            likeSquares += (double)unit.Likes * unit.Likes - (double)likesBefore * likesBefore;
            products += (double)unit.Likes * unit.Exposures - (double)likesBefore * before;
        }

        public UnitMoments ToMoments() =>
            UnitMoments.FromSums(
                units,
                [likes, exposures],
                new[,]
                {
                    { likeSquares, products },
                    { products, exposureSquares },
                }
            );
    }
}
