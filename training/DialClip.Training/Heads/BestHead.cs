using System.Globalization;
using DialClip.Training.Checkpoints;
using DialClip.Training.Loop;
using DialClip.Training.Modules;

namespace DialClip.Training.Heads;

/// <summary>Early stopping: keeps the weights that were best on the validation split, on disk, so that an interrupted run knows them.</summary>
/// <param name="folder">The run.</param>
/// <param name="patience">Measurements without a better one until it is enough; 0 to keep nothing and go on.</param>
internal sealed class BestHead(RunFolder folder, int patience)
{
    private const string ScoreKey = "score";
    private const string SinceKey = "since";

    private string Weights => folder.FileOf("best.safetensors");

    /// <summary>Takes a measurement.</summary>
    /// <returns>Whether it is enough.</returns>
    public bool Consider(int step, double score, DialClipModule head)
    {
        if (patience == 0)
            return false;
        var (best, since) = (double.NegativeInfinity, 0);
        if (File.Exists(Weights))
        {
            var notes = SafetensorsFile.ReadMetadata(Weights);
            (best, since) = (
                double.Parse(notes[ScoreKey], CultureInfo.InvariantCulture),
                int.Parse(notes[SinceKey], CultureInfo.InvariantCulture)
            );
        }
        // A run that goes on from an earlier checkpoint measures some steps again; the first time counts.
        if (score > best)
            (best, since) = (score, step);
        else
            return Measured(step) - Measured(since) >= patience;
        SafetensorsFile.Write(
            Weights,
            ModuleWeights.Read(head),
            new Dictionary<string, string>
            {
                [ScoreKey] = best.ToString("R", CultureInfo.InvariantCulture),
                [SinceKey] = since.ToString(CultureInfo.InvariantCulture),
            }
        );
        return false;
    }

    /// <summary>Puts the best weights into the head, if there are any.</summary>
    public void Restore(DialClipModule head)
    {
        if (patience > 0 && File.Exists(Weights))
            ModuleWeights.Load(head, SafetensorsFile.Read(Weights), Weights);
    }

    private static int Measured(int step) => step / HeadMeasuring.Every;
}
