using System.Globalization;
using System.Numerics.Tensors;
using DialClip.Artifacts.Format;

namespace DialClip.Training.Export;

/// <summary>Collects how far exported graphs lie from the modules they were made of, and refuses to go on beyond the tolerance.</summary>
internal sealed class Parity
{
    /// <summary>The largest absolute difference on unit features that an export may have.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>The smallest cosine similarity that an export in half precision may have.</summary>
    public const double SmallestCosine = 0.999;

    private readonly List<double> cosines = [];
    private readonly double tolerance = Tolerance;
    private readonly bool half;
    private double worst;

    /// <summary>Makes the comparison of an export in full precision.</summary>
    public Parity() { }

    // Unit vectors of that cosine are that far apart, and no value of theirs is further.
    private Parity(double smallestCosine) => (half, tolerance) = (true, Math.Sqrt(2 * (1 - smallestCosine)));

    /// <summary>Gets what goes into the manifest.</summary>
    public ParityProperties Result =>
        new(worst, tolerance) { Cosine = half ? new(cosines.Average(), cosines.Min(), SmallestCosine) : null };

    /// <summary>Makes the comparison of an export in half precision: directions count.</summary>
    public static Parity OfHalf() => new(SmallestCosine);

    /// <summary>Compares rows of features, each brought to unit length first.</summary>
    /// <exception cref="InvalidDataException">They differ by more than the tolerance, or in number.</exception>
    public void CompareFeatures(string what, float[] module, float[] graph, int width)
    {
        if (half && module.Length == graph.Length)
            CompareDirections(what, module, graph, width);
        Compare(what, Unit(module, width), Unit(graph, width));
    }

    /// <summary>Compares values as they are.</summary>
    /// <exception cref="InvalidDataException">They differ by more than the tolerance, or in number.</exception>
    public void Compare(string what, float[] module, float[] graph)
    {
        if (module.Length != graph.Length)
            throw new InvalidDataException(
                $"The exported {what} gives {graph.Length} values, its module {module.Length}."
            );
        for (var at = 0; at < module.Length; at++)
        {
            var error = Math.Abs((double)module[at] - graph[at]);
            if (!(error <= tolerance))
                throw new InvalidDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The exported {what} differs from its module by {error:G3} at value {at}, "
                            + $"expected at most {tolerance:G3}. Nothing was exported."
                    )
                );
            worst = Math.Max(worst, error);
        }
    }

    private void CompareDirections(string what, float[] module, float[] graph, int width)
    {
        foreach (var (expected, found) in module.Chunk(width).Zip(graph.Chunk(width)))
        {
            var cosine = Math.Min(1, TensorPrimitives.CosineSimilarity<double>([.. expected], [.. found]));
            if (!(cosine >= SmallestCosine))
                throw new InvalidDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The {what} in half precision gives a feature whose cosine similarity to that of its module is "
                            + $"{cosine:F5}, expected at least {SmallestCosine}. Export it as fp32; nothing was exported."
                    )
                );
            cosines.Add(cosine);
        }
    }

    private static float[] Unit(float[] rows, int width) =>
        [
            .. rows.Chunk(width)
                .SelectMany(row =>
                {
                    var length = Math.Sqrt(row.Sum(value => (double)value * value));
                    return row.Select(value => (float)(value / length));
                }),
        ];
}
