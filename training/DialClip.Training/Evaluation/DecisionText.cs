using System.Globalization;
using DialClip.Artifacts.Format;

namespace DialClip.Training.Evaluation;

/// <summary>Formats decisions of the reply policy as a table.</summary>
internal static class DecisionText
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Formats rows, the first of which is of all dialogs.</summary>
    public static string Format(IReadOnlyList<DecisionRow> rows) =>
        string.Join(
            '\n',
            rows.Select((row, index) => FormatRow(index == 0 ? "all" : row.Kind ?? "(no kind)", row))
                .Prepend(
                    $"{"policy, dialogs", -24} {"dialogs", 7} {"answered", 8} {"right", 5} {"precision", 9}  "
                        + $"{"coverage", -16} false answers, 95 %"
                )
        );

    /// <summary>Formats thresholds as 'name value', separated by commas.</summary>
    public static string Format(PolicyThresholds thresholds) =>
        string.Create(
            Culture,
            $"minConfidence {thresholds.MinConfidence}, silenceProbability {thresholds.SilenceProbability}, "
                + $"minScorePicture {thresholds.MinScorePicture}, minScoreText {thresholds.MinScoreText}, "
                + $"minMargin {thresholds.MinMargin}, textMargin {thresholds.TextMargin}, "
                + $"minBytesPerToken {thresholds.MinBytesPerToken}"
        );

    private static string FormatRow(string name, DecisionRow row)
    {
        var coverage = row.Coverage is { } share
            ? string.Create(Culture, $"{share:F3} ({row.AnsweredDeserving}/{row.DeservingAnswer})")
            : "-";
        var falseAnswers = row.FalseAnswerInterval is { } interval
            ? string.Create(
                Culture,
                $"{row.FalseAnswers} of {row.DeservingSilence}, {row.FalseAnswerRate:F3} "
                    + $"[{interval.Low:F3}, {interval.High:F3}]"
            )
            : "-";
        return string.Create(
            Culture,
            $"{name, -24} {row.Dialogs, 7} {row.Answered, 8} {row.Right, 5} {FormatShare(row.Precision), 9}  "
                + $"{coverage, -16} {falseAnswers}"
        );
    }

    private static string FormatShare(double? share) => share?.ToString("F3", Culture) ?? "-";
}
