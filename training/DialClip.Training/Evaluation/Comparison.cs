using System.Globalization;
using DialClip.Encoders;
using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Evaluation;

/// <summary>One figure of two evaluations of the same dialogs.</summary>
/// <param name="Responses">Whether pictures or texts were ranked.</param>
/// <param name="Metric">The figure.</param>
/// <param name="First">The first evaluation's.</param>
/// <param name="Second">The second's.</param>
/// <param name="Difference">The 95 % interval of second - first, by a paired bootstrap over dialogs.</param>
internal sealed record Comparison(Modality Responses, string Metric, double First, double Second, Interval Difference)
{
    private static readonly (string Name, Func<int, double> Value)[] Metrics =
    [
        ("hit@1", rank => rank <= 1 ? 1 : 0),
        ("hit@5", rank => rank <= 5 ? 1 : 0),
        ("hit@10", rank => rank <= 10 ? 1 : 0),
        ("MRR", rank => 1.0 / rank),
    ];

    /// <summary>Compares the models' rows of two evaluations, over the dialogs that both judged.</summary>
    /// <exception cref="InvalidDataException">They share no dialog.</exception>
    public static IReadOnlyList<Comparison> Of(EvaluationReport first, EvaluationReport second)
    {
        var rows = new List<Comparison>();
        foreach (var one in first.Retrieval)
        {
            if (second.Retrieval.FirstOrDefault(table => table.Responses == one.Responses) is not { } other)
                continue;
            if (first.Source != second.Source || first.Split != second.Split || one.Candidates != other.Candidates)
                throw new InvalidDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The first evaluation is of {first.Source}, {first.Split ?? "all"}, {one.Candidates:F1} "
                            + $"candidates a dialog, the second of {second.Source}, {second.Split ?? "all"}, "
                            + $"{other.Candidates:F1}; expected the same. Evaluate both on the same dialogs and split."
                    )
                );
            var (left, right) = (Ranks(one), Ranks(other));
            var shared = left.Keys.Where(right.ContainsKey).Order(StringComparer.Ordinal).ToList();
            if (shared.Count == 0)
                continue;
            rows.AddRange(
                Metrics.Select(metric =>
                {
                    double[] a = [.. shared.Select(id => metric.Value(left[id]))],
                        b = [.. shared.Select(id => metric.Value(right[id]))];
                    return new Comparison(
                        one.Responses,
                        metric.Name,
                        a.Average(),
                        b.Average(),
                        Bootstrap.PairedDifference(b, a)
                    );
                })
            );
        }
        return rows.Count > 0
            ? rows
            : throw new InvalidDataException(
                $"'{first.Head}' and '{second.Head}' were judged on no dialog that both know. Evaluate both on the same dialogs."
            );
    }

    private static Dictionary<string, int> Ranks(RetrievalTable table)
    {
        var model = table.Rows.FirstOrDefault(row => row.Name == EvaluationReport.ModelRow);
        if (
            model is null
            || model.Ranks.Count != table.Dialogs.Count
            || table.Dialogs.Distinct(StringComparer.Ordinal).Count() != table.Dialogs.Count
        )
            throw new InvalidDataException(
                "An evaluation holds no row of its model, or not one rank for each dialog. Write it again with 'dialclip evaluate --out'."
            );
        return table
            .Dialogs.Zip(model.Ranks)
            .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }
}
