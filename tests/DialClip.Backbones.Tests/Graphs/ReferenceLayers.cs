using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Tests.Graphs;

/// <summary>Layers as plain loops in double precision, independent of the graphs' writers.</summary>
internal sealed class ReferenceLayers(ClipWeights source)
{
    private readonly Dictionary<string, double[]> values = source.Tensors.ToDictionary(
        pair => pair.Key,
        pair => Array.ConvertAll(pair.Value.Values, value => (double)value)
    );

    public double[] this[string name] => values[name];

    public long[] Shape(string name) => source[name].Shape;

    public double[] Row(string name, int row)
    {
        var width = (int)Shape(name)[1];
        return values[name][(row * width)..((row + 1) * width)];
    }

    public double[] Linear(string name, double[] x)
    {
        var weight = values[name + ".weight"];
        var bias = values.GetValueOrDefault(name + ".bias");
        return Product(weight, bias, x);
    }

    /// <summary>Rows from <paramref name="first"/> on of a matrix with its bias, for joint projections.</summary>
    public double[] Linear(string weight, string bias, int first, int count, double[] x) =>
        Product(
            values[weight][(first * x.Length)..((first + count) * x.Length)],
            values[bias][first..(first + count)],
            x
        );

    public double[] Norm(string name, double[] x, double epsilon)
    {
        var (weight, bias, mean) = (values[name + ".weight"], values[name + ".bias"], x.Average());
        var deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + epsilon);
        return [.. x.Select((v, i) => (v - mean) / deviation * weight[i] + bias[i])];
    }

    /// <summary>Attention of positions to those that may be seen.</summary>
    public static List<double[]> Attend(
        List<double[]> queries,
        List<double[]> keys,
        List<double[]> values,
        int heads,
        Func<int, bool> isSeen
    )
    {
        var (width, each) = (queries[0].Length, queries[0].Length / heads);
        int[] seen = [.. Enumerable.Range(0, keys.Count).Where(isSeen)];
        return
        [
            .. queries.Select(query =>
            {
                var mixed = new double[width];
                for (var head = 0; head < heads; head++)
                {
                    var at = head * each;
                    double[] weights =
                    [
                        .. seen.Select(other =>
                            Math.Exp(Enumerable.Range(at, each).Sum(i => query[i] * keys[other][i]) / Math.Sqrt(each))
                        ),
                    ];
                    var total = weights.Sum();
                    for (var other = 0; other < seen.Length; other++)
                    for (var i = at; i < at + each; i++)
                        mixed[i] += weights[other] / total * values[seen[other]][i];
                }
                return mixed;
            }),
        ];
    }

    // The exact GELU by Simpson's rule, independent of any approximation of the error function.
    public static double Gelu(double x)
    {
        const int Steps = 400;
        double Density(double t) => Math.Exp(-t * t / 2) / Math.Sqrt(2 * Math.PI);
        var step = x / Steps;
        var area =
            Density(0) + Density(x) + Enumerable.Range(1, Steps - 1).Sum(i => (i % 2 == 1 ? 4 : 2) * Density(i * step));
        return x * (0.5 + area * step / 3);
    }

    public static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    /// <summary>The prompts of a row and layer of (B, L, P, W).</summary>
    public static List<double[]> Prompts(TensorData prompts, int row, int layer)
    {
        var (layers, count, width) = ((int)prompts.Shape[1], (int)prompts.Shape[2], (int)prompts.Shape[3]);
        var start = (row * layers + layer) * count * width;
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(p =>
                    Array.ConvertAll(
                        prompts.Values[(start + p * width)..(start + (p + 1) * width)],
                        value => (double)value
                    )
                ),
        ];
    }

    private static double[] Product(double[] weight, double[]? bias, double[] x)
    {
        var result = new double[weight.Length / x.Length];
        for (var to = 0; to < result.Length; to++)
        {
            var sum = bias?[to] ?? 0;
            for (var from = 0; from < x.Length; from++)
                sum += x[from] * weight[to * x.Length + from];
            result[to] = sum;
        }
        return result;
    }
}
