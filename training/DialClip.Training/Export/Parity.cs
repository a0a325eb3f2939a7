using DialClip.Model.Artifacts;

namespace DialClip.Training.Export;

/// <summary>Collects how far exported graphs lie from the modules they were made of, and refuses to go on beyond the tolerance.</summary>
internal sealed class Parity
{
    /// <summary>The largest absolute difference on unit features that an export may have.</summary>
    public const double Tolerance = 1e-4;

    private double worst;

    /// <summary>Gets what goes into the manifest.</summary>
    public ParityProperties Result => new(worst, Tolerance);

    /// <summary>Compares rows of features, each brought to unit length first.</summary>
    /// <exception cref="InvalidDataException">They differ by more than the tolerance, or in number.</exception>
    public void CompareFeatures(string what, float[] module, float[] graph, int width) => Compare(what, Unit(module, width), Unit(graph, width));

    /// <summary>Compares values as they are.</summary>
    /// <exception cref="InvalidDataException">They differ by more than the tolerance, or in number.</exception>
    public void Compare(string what, float[] module, float[] graph)
    {
        if (module.Length != graph.Length)
            throw new InvalidDataException($"The exported {what} gives {graph.Length} values, its module {module.Length}.");
        for (var at = 0; at < module.Length; at++)
        {
            var error = Math.Abs((double)module[at] - graph[at]);
            if (!(error <= Tolerance))
                throw new InvalidDataException($"The exported {what} differs from its module by {error:G3} at value {at}, expected at most {Tolerance}. Nothing was exported.");
            worst = Math.Max(worst, error);
        }
    }

    private static float[] Unit(float[] rows, int width) => [.. rows.Chunk(width).SelectMany(row =>
    {
        var length = Math.Sqrt(row.Sum(value => (double)value * value));
        return row.Select(value => (float)(value / length));
    })];
}
