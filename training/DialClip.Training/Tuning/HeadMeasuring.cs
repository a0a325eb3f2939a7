using System.Globalization;
using DialClip.Training.Modules;
using DialClip.Training.Runs;

namespace DialClip.Training.Tuning;

/// <summary>Measures a head on the validation split every so many steps.</summary>
internal sealed class HeadMeasuring(HeadEvaluator evaluator, IReadOnlyList<TuningExample> validation, RunProgress told)
{
    private readonly IReadOnlyList<TuningExample> answered = [.. validation.Where(example => example.Pictures.Count > 0)];

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
        told.Note(string.Create(CultureInfo.InvariantCulture, $"head, validation: hit@1 {found.HitAt1:F3}  hit@5 {found.HitAt5:F3}  hit@10 {found.HitAt10:F3}  MRR {found.MeanReciprocalRank:F3}"));
        return new(
            new Dictionary<string, double> { ["hit@1"] = found.HitAt1, ["hit@5"] = found.HitAt5, ["hit@10"] = found.HitAt10, ["mrr"] = found.MeanReciprocalRank },
            found.MeanReciprocalRank);
    }
}
