using DialClip.Training.Heads.Examples;
using DialClip.Training.Modules;
using DialClip.Training.Terminal;

namespace DialClip.Training.Heads;

/// <summary>Measures a head on the validation split every so many steps.</summary>
internal sealed class HeadMeasuring(
    HeadEvaluator evaluator,
    IReadOnlyList<TuningExample> validation,
    IProgressSink progress
)
{
    private readonly IReadOnlyList<TuningExample> answered =
    [
        .. validation.Where(example => example.Pictures.Count > 0),
    ];

    /// <summary>The number of steps between two measurements.</summary>
    public const int Every = 50;

    /// <summary>Measures after every so many steps; null at the others, and where no dialog accepts a picture.</summary>
    public HeadMeasurement? Of(int done, DialClipModule head)
    {
        if (done % Every != 0 || answered.Count == 0)
            return null;
        head.eval();
        var found = HeadEvaluator.Pictures(evaluator.Rank(head, answered, CancellationToken.None));
        head.train();
        progress.WriteLine($"head, validation: {found.Summary()}");
        return new(
            new Dictionary<string, double>
            {
                ["hit@1"] = found.HitAt1,
                ["hit@5"] = found.HitAt5,
                ["hit@10"] = found.HitAt10,
                ["mrr"] = found.MeanReciprocalRank,
            },
            found.MeanReciprocalRank
        );
    }
}
