using System.Globalization;
using DialClip.Encoders;
using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Evaluation;

/// <summary>A metric of two evaluations of the same dialogs.</summary>
/// <param name="Responses">The modality of the ranked items.</param>
/// <param name="Metric">The metric's name.</param>
/// <param name="First">The metric of the first evaluation.</param>
/// <param name="Second">The metric of the second evaluation.</param>
/// <param name="Difference">The 95 % interval of second - first, by a paired bootstrap over dialogs.</param>
internal sealed record Comparison(
    Modality Responses,
    string Metric,
    double First,
    double Second,
    ConfidenceInterval Difference
)
{
    private static readonly (string Name, Func<int, double> Value)[] Metrics =
    [
        ("hit@1", rank => rank <= 1 ? 1 : 0),
        ("hit@5", rank => rank <= 5 ? 1 : 0),
        ("hit@10", rank => rank <= 10 ? 1 : 0),
        ("MRR", rank => 1.0 / rank),
    ];

    /// <summary>Compares the models of two evaluations over the dialogs of both.</summary>
    /// <exception cref="InvalidDataException">
    /// The evaluations are of different data, or have no dialog in common.
    /// </exception>
    public static IReadOnlyList<Comparison> Compare(EvaluationReport first, EvaluationReport second)
    {
        var rows = new List<Comparison>();
        foreach (var firstTable in first.Retrieval)
        {
            if (
                second.Retrieval.FirstOrDefault(table => table.Responses == firstTable.Responses) is not { } secondTable
            )
                continue;
            if (
                first.Source != second.Source
                || first.Split != second.Split
                || firstTable.Candidates != secondTable.Candidates
            )
                throw new InvalidDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The first evaluation is of {first.Source}, {first.Split ?? "all"}, "
                            + $"{firstTable.Candidates:F1} candidates per dialog, the second of {second.Source}, "
                            + $"{second.Split ?? "all"}, {secondTable.Candidates:F1}. "
                            + $"Evaluate both on the same dialogs and split."
                    )
                );
            var (firstRanks, secondRanks) = (GetRanks(firstTable), GetRanks(secondTable));
            var shared = firstRanks.Keys.Where(secondRanks.ContainsKey).Order(StringComparer.Ordinal).ToList();
            if (shared.Count == 0)
                continue;
            rows.AddRange(
                Metrics.Select(metric =>
                {
                    double[] firstValues = [.. shared.Select(id => metric.Value(firstRanks[id]))],
                        secondValues = [.. shared.Select(id => metric.Value(secondRanks[id]))];
                    return new Comparison(
                        firstTable.Responses,
                        metric.Name,
                        firstValues.Average(),
                        secondValues.Average(),
                        Bootstrap.ComputeDifferenceInterval(secondValues, firstValues)
                    );
                })
            );
        }
        return rows.Count > 0
            ? rows
            : throw new InvalidDataException(
                $"The evaluations of '{first.Head}' and '{second.Head}' have no dialog in common. Evaluate both on the "
                    + "same dialogs."
            );
    }

    private static Dictionary<string, int> GetRanks(RetrievalTable table)
    {
        var model = table.Rows.FirstOrDefault(row => row.Name == EvaluationReport.ModelRow);
        if (
            model is null
            || model.Ranks.Count != table.Dialogs.Count
            || table.Dialogs.Distinct(StringComparer.Ordinal).Count() != table.Dialogs.Count
        )
            throw new InvalidDataException(
                "An evaluation has no row of its model, or not one rank per dialog. Write it again with "
                    + "'dialclip evaluate --out'."
            );
        return table
            .Dialogs.Zip(model.Ranks)
            .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }
}
