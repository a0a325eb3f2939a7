using System.Globalization;
using System.Text;
using System.Text.Json;
using DialClip.Training.Checkpoints;
using DialClip.Training.Heads;
using DialClip.Training.Heads.Ablations;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Loop;

namespace DialClip.Training.Reporting;

/// <summary>Writes the HTML report of a run.</summary>
internal static class RunReport
{
    /// <summary>The name of the page.</summary>
    public const string FileName = "report.html";

    /// <summary>Writes the report of the training of a head: curves, parameters, gallery and settings.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="budget">The trained parameters.</param>
    /// <param name="ranked">The ranks of the validation dialogs.</param>
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
            .Append(Html.RenderSection("Loss", LineChart.Render(GetCurve("loss", metrics, metric => metric.Loss))))
            .Append(
                Html.RenderSection(
                    "Learning rate",
                    LineChart.Render(GetCurve("rate", metrics, metric => metric.LearningRate))
                )
            )
            .Append(Html.RenderSection("Validation", LineChart.Render(GetValidationCurves(metrics))))
            .Append(
                Html.RenderSection(
                    "Trained parameters",
                    BarChart.Render(
                        [.. budget.Parts.Select(part => (part.Key, (double)part.Value, ((double, double)?)null))],
                        "N0"
                    )
                        + string.Create(
                            CultureInfo.InvariantCulture,
                            $"<p class=\"small\">{budget.Total:N0} in all, {budget.Percent:F4} % of "
                                + $"{budget.ClipTotal:N0} "
                                + $"of the frozen CLIP.</p>"
                        )
                )
            )
            .Append(Html.RenderSection("Retrieval on validation dialogs", RetrievalGallery.Render(ranked, catalog)))
            .Append(RenderSettings(folder));
        File.WriteAllText(
            folder.GetPath(FileName),
            Html.RenderPage($"Head training: {Path.GetFileName(folder.Path)}", body.ToString())
        );
    }

    /// <summary>Writes the report of an ablation.</summary>
    /// <param name="folder">The folder of the runs.</param>
    /// <param name="rows">The table.</param>
    public static void Write(string folder, IReadOnlyList<AblationRow> rows)
    {
        var bars = BarChart.Render(
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
            "<table><tr><th>variant</th><th>seeds</th><th>parameters</th><th>hit@1</th><th>hit@5</th><th>hit@10</th>"
                + "<th>MRR</th><th>MRR against full, 95 %</th></tr>"
        );
        foreach (var row in rows)
            table.Append(RenderRow(row));
        var body =
            Html.RenderSection("MRR on the test split, 95 % intervals", bars)
            + Html.RenderSection("All figures", table.Append("</table>").ToString());
        File.WriteAllText(
            Path.Combine(folder, FileName),
            Html.RenderPage($"Ablation: {Path.GetFileName(folder)}", body)
        );
    }

    private static string RenderRow(AblationRow row)
    {
        var (test, reciprocal) = (row.Test, row.Test.MeanReciprocalRank);
        var difference = row.MrrAgainstFull is { } interval
            ? Format($"[{interval.Low:+0.000;-0.000}, {interval.High:+0.000;-0.000}]")
            : "";
        return Format($"<tr><td>{Html.Encode(row.Name)}</td><td>{row.Seeds}</td><td>{row.Parameters:N0}</td>")
            + Format($"<td>{test.HitAt1.Mean:F3}</td><td>{test.HitAt5.Mean:F3}</td><td>{test.HitAt10.Mean:F3}</td>")
            + Format($"<td>{reciprocal.Mean:F3} &#177; {reciprocal.StandardDeviation:F3}</td>")
            + $"<td>{difference}</td></tr>";

        static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, IReadOnlyList<(double X, double Y)>> GetCurve(
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

    private static Dictionary<string, IReadOnlyList<(double X, double Y)>> GetValidationCurves(
        IReadOnlyList<RunMetric> metrics
    )
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

    private static string RenderSettings(RunFolder folder)
    {
        (string Title, string Name)[] files =
        [
            ("Settings", "run.json"),
            ("Environment", "environment.json"),
            ("Metrics", $"{HeadRun.HeadFolder}/metrics.json"),
        ];
        return string.Concat(
            files
                .Where(file => File.Exists(folder.GetPath(file.Name)))
                .Select(file => Html.RenderSection(file.Title, $"<pre>{ReadIndented(folder.GetPath(file.Name))}</pre>"))
        );
    }

    private static string ReadIndented(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return Html.Encode(JsonSerializer.Serialize(json, HeadRun.Json));
    }
}
