using System.Globalization;
using System.Text;
using DialClip.Encoders;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Data.Dialogs.Published;
using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Evaluation;

/// <summary>Formats an evaluation report for the terminal.</summary>
internal static class EvaluationText
{
    // Published results are of test splits.
    private const string PublishedSplit = nameof(DialogSplit.Test);

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Formats a report.</summary>
    public static string Format(EvaluationReport report)
    {
        var text = new StringBuilder();
        foreach (var table in report.Retrieval)
            AppendRetrieval(text, report, table);
        if (report.Intent is { } intent)
            AppendIntent(text, report, intent);
        foreach (var row in report.Calibration ?? [])
            AppendCalibration(text, row);
        if (report.Decisions is { } decisions)
            AppendDecisions(text, decisions);
        return text.ToString().TrimEnd();
    }

    private static void AppendRetrieval(StringBuilder text, EvaluationReport report, RetrievalTable table)
    {
        var kind = table.Responses == Modality.Picture ? "pictures" : "texts";
        text.Append(
            Culture,
            $"{report.Source}, {report.Split ?? "all"}, {kind}: {table.Dialogs.Count} dialogs, "
                + $"{table.Candidates:N0} candidates each on average\n"
        );
        text.Append(Culture, $"{"", -28} {"hit@1", -22} {"hit@5", -22} {"hit@10", -22} {"MRR", -22} {"sum", 6}\n");
        foreach (var (name, metrics, _) in table.Rows)
        {
            var sum = 100 * (metrics.HitAt1.Mean + metrics.HitAt5.Mean + metrics.HitAt10.Mean);
            text.Append(
                Culture,
                $"{name, -28} {FormatCell(metrics.HitAt1)} {FormatCell(metrics.HitAt5)} "
                    + $"{FormatCell(metrics.HitAt10)} {FormatCell(metrics.MeanReciprocalRank)} {sum, 6:F1}\n"
            );
        }
        if (report.Split == PublishedSplit && report.Source == PhotoChat.Source && table.Responses == Modality.Picture)
            AppendPublishedRetrieval(text);
    }

    private static void AppendPublishedRetrieval(StringBuilder text)
    {
        foreach (var (name, recallAt1, recallAt5, recallAt10, mrr) in PublishedResults.PhotoChat)
        {
            var mrrText = mrr is { } value ? (value / 100).ToString("F3", Culture) : "-";
            text.Append(
                Culture,
                $"{"quoted: " + name, -36} {recallAt1 / 100, -14:F3} {recallAt5 / 100, -22:F3} "
                    + $"{recallAt10 / 100, -22:F3} {mrrText, -22} {recallAt1 + recallAt5 + recallAt10, 6:F1}\n"
            );
        }
    }

    private static void AppendIntent(StringBuilder text, EvaluationReport report, IntentReport intent)
    {
        text.Append(
            Culture,
            $"next turn a picture: {intent.Positives} of {intent.Turns} turns; precision {intent.Precision:F3}, "
                + $"recall {intent.Recall:F3}, F1 {intent.F1:F3} at {intent.Threshold:F3}, "
                + $"chosen on the validation split\n"
        );
        if (report.Split != PublishedSplit)
            return;
        foreach (var (name, f1) in PublishedResults.Intent.GetValueOrDefault(report.Source, []))
            text.Append(Culture, $"quoted: {name} F1 {f1 / 100:F3}\n");
    }

    private static void AppendCalibration(StringBuilder text, CalibrationRow row)
    {
        var confidenceError = row.ConfidenceError?.ToString("F3", Culture) ?? "- (not calibrated)";
        text.Append(
            Culture,
            $"best {row.Response.ToString().ToLowerInvariant()} for a {row.Input.ToString().ToLowerInvariant()}: "
                + $"accepted in {row.Accepted} of {row.Dialogs} dialogs; calibration error of the cosine "
                + $"{row.CosineError:F3}, of the confidence {confidenceError}\n"
        );
    }

    private static void AppendDecisions(StringBuilder text, DecisionReport decisions)
    {
        text.Append(DecisionText.Format([decisions.All, .. decisions.Kinds])).Append('\n');
        text.Append("reasons: ")
            .AppendJoin(", ", decisions.Reasons.Select(reason => $"{reason.Key} {reason.Value}"))
            .Append('\n');
        text.Append("thresholds: ").Append(DecisionText.Format(decisions.Thresholds)).Append('\n');
    }

    private static string FormatCell(Estimate estimate) =>
        string.Create(Culture, $"{estimate.Mean:F3} [{estimate.Interval.Low:F3}, {estimate.Interval.High:F3}]  ");
}
