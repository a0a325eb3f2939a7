using DialClip.Training.Evaluation.Statistics;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Modules;
using DialClip.Training.Terminal;

namespace DialClip.Training.Heads;

/// <summary>
/// Validates a head at regular steps, by ranking pictures for the validation dialogs that accept one.
/// </summary>
internal sealed class HeadValidator(
    HeadEvaluator evaluator,
    IReadOnlyList<TuningExample> validation,
    IProgressSink progress
)
{
    /// <summary>The number of steps between two validations.</summary>
    public const int Interval = 50;

    private readonly IReadOnlyList<TuningExample> examples =
    [
        .. validation.Where(example => example.Pictures.Count > 0),
    ];

    /// <summary>Validates the head, if it is due after this many steps.</summary>
    /// <returns>The metrics; null where none is due, or where no dialog accepts a picture.</returns>
    public RankingMetrics? Validate(int step, DialClipModule head)
    {
        if (step % Interval != 0 || examples.Count == 0)
            return null;
        head.eval();
        var metrics = HeadEvaluator.ComputePictureMetrics(evaluator.Rank(head, examples, CancellationToken.None));
        head.train();
        progress.WriteLine($"head, validation: {metrics.Format()}");
        return metrics;
    }
}
