using System.Globalization;
using System.Numerics.Tensors;
using DialClip.Artifacts.Format;

namespace DialClip.Training.Export;

/// <summary>Compares exported graphs with their modules and collects the differences.</summary>
internal sealed class ParityCheck
{
    /// <summary>The maximum absolute difference of normalized features.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>The minimum cosine similarity of an export in half precision.</summary>
    public const double MinCosine = 0.999;

    private readonly List<double> cosines = [];
    private readonly double tolerance = Tolerance;
    private readonly bool isHalf;
    private double maxError;

    /// <summary>Creates the comparison of an export in full precision.</summary>
    public ParityCheck() { }

    // The distance of unit vectors with that cosine, which bounds the difference of each element.
    private ParityCheck(double minCosine) => (isHalf, tolerance) = (true, Math.Sqrt(2 * (1 - minCosine)));

    /// <summary>Gets the properties for the manifest.</summary>
    public ParityProperties Result =>
        new(maxError, tolerance) { Cosine = isHalf ? new(cosines.Average(), cosines.Min(), MinCosine) : null };

    /// <summary>Creates the comparison of an export in half precision, by cosine similarity.</summary>
    public static ParityCheck ForHalfPrecision() => new(MinCosine);

    /// <summary>Compares rows of features after normalizing each.</summary>
    /// <exception cref="InvalidDataException">They differ by more than the tolerance, or in number.</exception>
    public void CompareFeatures(string name, float[] module, float[] graph, int width)
    {
        if (isHalf && module.Length == graph.Length)
            CompareDirections(name, module, graph, width);
        Compare(name, Normalize(module, width), Normalize(graph, width));
    }

    /// <summary>Compares values.</summary>
    /// <exception cref="InvalidDataException">They differ by more than the tolerance, or in number.</exception>
    public void Compare(string name, float[] module, float[] graph)
    {
        if (module.Length != graph.Length)
            throw new InvalidDataException(
                $"The exported {name} gives {graph.Length} values, its module {module.Length}."
            );
        for (var i = 0; i < module.Length; i++)
        {
            var error = Math.Abs((double)module[i] - graph[i]);
            if (!(error <= tolerance))
                throw new InvalidDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The exported {name} differs from its module by {error:G3} at index {i}, "
                            + $"expected at most {tolerance:G3}. Nothing was exported."
                    )
                );
            maxError = Math.Max(maxError, error);
        }
    }

    private void CompareDirections(string name, float[] module, float[] graph, int width)
    {
        foreach (var (expected, actual) in module.Chunk(width).Zip(graph.Chunk(width)))
        {
            var cosine = Math.Min(1, TensorPrimitives.CosineSimilarity<double>([.. expected], [.. actual]));
            if (!(cosine >= MinCosine))
                throw new InvalidDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The {name} in half precision gives a feature whose cosine similarity to that of its module "
                            + $"is "
                            + $"{cosine:F5}, expected at least {MinCosine}. Export it as fp32; nothing was exported."
                    )
                );
            cosines.Add(cosine);
        }
    }

    private static float[] Normalize(float[] rows, int width) =>
        [
            .. rows.Chunk(width)
                .SelectMany(row =>
                {
                    var length = Math.Sqrt(row.Sum(value => (double)value * value));
                    return row.Select(value => (float)(value / length));
                }),
        ];
}
