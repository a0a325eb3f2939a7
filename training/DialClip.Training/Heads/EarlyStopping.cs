using System.Globalization;
using DialClip.Training.Checkpoints;
using DialClip.Training.Loop;
using DialClip.Training.Modules;

namespace DialClip.Training.Heads;

/// <summary>Early stopping on a validation score, with the best weights in the run's folder.</summary>
/// <param name="folder">The run's folder.</param>
/// <param name="patience">The number of validations without improvement until training stops; 0 to never stop.</param>
internal sealed class EarlyStopping(RunFolder folder, int patience)
{
    private const string ScoreKey = "score";
    private const string StepKey = "since";

    private string WeightsPath => folder.GetPath("best.safetensors");

    /// <summary>Records a validation score, and saves the weights if it is the best.</summary>
    /// <returns>Whether training should stop.</returns>
    public bool Update(int step, double score, DialClipModule head)
    {
        if (patience == 0)
            return false;
        var (bestScore, bestStep) = ReadBest();
        // A resumed run validates some steps again; their scores are equal and do not count as better.
        if (!(score > bestScore))
            return CountValidations(step) - CountValidations(bestStep) >= patience;
        SafetensorsFile.Write(
            WeightsPath,
            ModuleWeights.Read(head),
            new Dictionary<string, string>
            {
                [ScoreKey] = score.ToString("R", CultureInfo.InvariantCulture),
                [StepKey] = step.ToString(CultureInfo.InvariantCulture),
            }
        );
        return false;
    }

    /// <summary>Loads the best weights into the head, if there are any.</summary>
    public void RestoreBest(DialClipModule head)
    {
        if (patience > 0 && File.Exists(WeightsPath))
            ModuleWeights.Load(head, SafetensorsFile.Read(WeightsPath), WeightsPath);
    }

    private (double Score, int Step) ReadBest()
    {
        if (!File.Exists(WeightsPath))
            return (double.NegativeInfinity, 0);
        var metadata = SafetensorsFile.ReadMetadata(WeightsPath);
        return (
            double.Parse(metadata[ScoreKey], CultureInfo.InvariantCulture),
            int.Parse(metadata[StepKey], CultureInfo.InvariantCulture)
        );
    }

    private static int CountValidations(int step) => step / HeadValidator.Interval;
}
