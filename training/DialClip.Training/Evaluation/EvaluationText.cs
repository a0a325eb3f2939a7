using System.Globalization;
using System.Text;
using DialClip.Encoders;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Data.Dialogs.Published;
using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Evaluation;

/// <summary>Prints an evaluation for a person at a terminal.</summary>
internal static class EvaluationText
{
    // Published figures are of test splits.
    private const string Published = nameof(DialogSplit.Test);

    public static string Of(EvaluationReport report)
    {
        var text = new StringBuilder();
        foreach (var table in report.Retrieval)
        {
            Line(
                text,
                $"{report.Source}, {(report.Split ?? "all")}, {(table.Responses == Modality.Picture ? "pictures" : "texts")}: {table.Dialogs.Count} dialogs, {table.Candidates:N0} candidates each on average"
            );
            Line(text, $"{"", -28} {"hit@1", -22} {"hit@5", -22} {"hit@10", -22} {"MRR", -22} {"sum", 6}");
            foreach (var row in table.Rows)
                Line(
                    text,
                    $"{row.Name, -28} {Cell(row.Metrics.HitAt1)} {Cell(row.Metrics.HitAt5)} {Cell(row.Metrics.HitAt10)} {Cell(row.Metrics.MeanReciprocalRank)} {100 * (row.Metrics.HitAt1.Mean + row.Metrics.HitAt5.Mean + row.Metrics.HitAt10.Mean), 6:F1}"
                );
            if (report.Split == Published && report.Source == PhotoChat.Source && table.Responses == Modality.Picture)
                foreach (var (name, first, fifth, tenth, mrr) in QuotedResults.PhotoChat)
                    Line(
                        text,
                        $"{"quoted: " + name, -36} {first / 100, -14:F3} {fifth / 100, -22:F3} {tenth / 100, -22:F3} {(mrr is { } known ? (known / 100).ToString("F3", CultureInfo.InvariantCulture) : "-"), -22} {first + fifth + tenth, 6:F1}"
                    );
        }
        if (report.Intent is { } intent)
        {
            Line(
                text,
                $"next turn a picture: {intent.Positives} of {intent.Turns} turns; precision {intent.Precision:F3}, recall {intent.Recall:F3}, F1 {intent.F1:F3} at {intent.Threshold:F3}, chosen on the validation split"
            );
            foreach (
                var (name, f1) in report.Split == Published
                    ? QuotedResults.Intent.GetValueOrDefault(report.Source, [])
                    : []
            )
                Line(text, $"quoted: {name} F1 {f1 / 100:F3}");
        }
        foreach (var row in report.Calibration ?? [])
            Line(
                text,
                $"best {row.Response.ToString().ToLowerInvariant()} for a {row.Input.ToString().ToLowerInvariant()}: accepted in {row.Accepted} of {row.Dialogs} dialogs; calibration error of the cosine {row.CosineError:F3}, of the confidence {row.ConfidenceError?.ToString("F3", CultureInfo.InvariantCulture) ?? "- (not calibrated)"}"
            );
        if (report.Decisions is { } decided)
            Line(
                text,
                $"policy: {decided.Answered} of {decided.Dialogs} dialogs answered, {decided.Right} of these as accepted; {decided.Dialogs - decided.Answered} silences, {decided.SilentRightly} of these wanted ({string.Join(", ", decided.Reasons.Select(reason => $"{reason.Key} {reason.Value}"))})"
            );
        return text.ToString().TrimEnd();
    }

    private static string Cell(Estimate figure) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{figure.Mean:F3} [{figure.Interval.Low:F3}, {figure.Interval.High:F3}]  "
        );

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
