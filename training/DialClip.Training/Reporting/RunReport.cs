using System.Globalization;
using System.Text;
using System.Text.Json;
using DialClip.Training.Checkpoints;
using DialClip.Training.Heads;
using DialClip.Training.Heads.Ablations;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Loop;

namespace DialClip.Training.Reporting;

/// <summary>Writes report.html into a run: curves, budget, gallery, settings. The page needs no other file and runs no script.</summary>
internal static class RunReport
{
    /// <summary>The name of the page.</summary>
    public const string FileName = "report.html";

    /// <summary>Writes the page of one head's run.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="budget">What it trained.</param>
    /// <param name="ranked">What the head made of the validation dialogs.</param>
    /// <param name="catalog">The pictures.</param>
    public static void Write(
        RunFolder folder,
        ParameterBudget budget,
        IReadOnlyList<RankedExample> ranked,
        TuningCatalog catalog
    )
    {
        var metrics = RunMetrics.Read(folder.GetPath(RunMetrics.FileName));
        var body = new StringBuilder()
            .Append(Html.Section("Loss", LineChart.Draw(Curve("loss", metrics, metric => metric.Loss))))
            .Append(
                Html.Section("Learning rate", LineChart.Draw(Curve("rate", metrics, metric => metric.LearningRate)))
            )
            .Append(Html.Section("Validation", LineChart.Draw(Validation(metrics))))
            .Append(
                Html.Section(
                    "Trained values",
                    BarChart.Draw(
                        [.. budget.Parts.Select(part => (part.Key, (double)part.Value, ((double, double)?)null))],
                        "N0"
                    )
                        + string.Create(
                            CultureInfo.InvariantCulture,
                            $"<p class=\"small\">{budget.Total:N0} in all, {budget.Percent:F4} % of the frozen CLIP's {budget.ClipTotal:N0}.</p>"
                        )
                )
            )
            .Append(Html.Section("What it finds on validation dialogs", RetrievalGallery.Of(ranked, catalog)))
            .Append(Settings(folder));
        File.WriteAllText(
            folder.GetPath(FileName),
            Html.Page($"Head training: {Path.GetFileName(folder.Path)}", body.ToString())
        );
    }

    /// <summary>Writes the page of an ablation.</summary>
    /// <param name="folder">The folder of the runs.</param>
    /// <param name="rows">The table.</param>
    public static void Write(string folder, IReadOnlyList<AblationRow> rows)
    {
        var bars = BarChart.Draw(
            [
                .. rows.Select(row =>
                    (
                        row.Name,
                        row.Test.MeanReciprocalRank.Mean,
                        ((double, double)?)
                            (row.Test.MeanReciprocalRank.Interval.Low, row.Test.MeanReciprocalRank.Interval.High)
                    )
                ),
            ],
            "F3"
        );
        var table = new StringBuilder(
            "<table><tr><th>variant</th><th>seeds</th><th>values</th><th>hit@1</th><th>hit@5</th><th>hit@10</th><th>MRR</th><th>MRR against full, 95 %</th></tr>"
        );
        foreach (var row in rows)
            table
                .Append(
                    CultureInfo.InvariantCulture,
                    $"<tr><td>{Html.Encode(row.Name)}</td><td>{row.Seeds}</td><td>{row.Parameters:N0}</td>"
                )
                .Append(
                    CultureInfo.InvariantCulture,
                    $"<td>{row.Test.HitAt1.Mean:F3}</td><td>{row.Test.HitAt5.Mean:F3}</td><td>{row.Test.HitAt10.Mean:F3}</td><td>{row.Test.MeanReciprocalRank.Mean:F3} &#177; {row.Test.MeanReciprocalRank.StandardDeviation:F3}</td>"
                )
                .Append(
                    row.MrrAgainstFull is { } its
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $"<td>[{its.Low:+0.000;-0.000}, {its.High:+0.000;-0.000}]</td></tr>"
                        )
                        : "<td></td></tr>"
                );
        var body =
            Html.Section("MRR on the test split, 95 % intervals", bars)
            + Html.Section("All figures", table.Append("</table>").ToString());
        File.WriteAllText(Path.Combine(folder, FileName), Html.Page($"Ablation: {Path.GetFileName(folder)}", body));
    }

    private static Dictionary<string, IReadOnlyList<(double X, double Y)>> Curve(
        string name,
        IReadOnlyList<RunMetric> metrics,
        Func<RunMetric, double?> value
    ) =>
        new(StringComparer.Ordinal)
        {
            [name] =
            [
                .. metrics
                    .Where(metric => value(metric) is not null)
                    .Select(metric => ((double)metric.Step, value(metric)!.Value)),
            ],
        };

    private static Dictionary<string, IReadOnlyList<(double X, double Y)>> Validation(IReadOnlyList<RunMetric> metrics)
    {
        var measured = metrics.Where(metric => metric.Validation is not null).ToList();
        return measured
            .SelectMany(metric => metric.Validation!.Keys)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(
                name => name,
                name =>
                    (IReadOnlyList<(double, double)>)
                        [
                            .. measured
                                .Where(metric => metric.Validation!.ContainsKey(name))
                                .Select(metric => ((double)metric.Step, metric.Validation![name])),
                        ],
                StringComparer.Ordinal
            );
    }

    private static string Settings(RunFolder folder) =>
        string.Concat(
            new[]
            {
                ("Settings", "run.json"),
                ("Environment", "environment.json"),
                ("Figures", $"{HeadRun.HeadFolder}/metrics.json"),
            }
                .Where(pair => File.Exists(folder.GetPath(pair.Item2)))
                .Select(pair =>
                    Html.Section(
                        pair.Item1,
                        $"<pre>{Html.Encode(JsonSerializer.Serialize(JsonDocument.Parse(File.ReadAllBytes(folder.GetPath(pair.Item2))), HeadRun.Json))}</pre>"
                    )
                )
        );
}
