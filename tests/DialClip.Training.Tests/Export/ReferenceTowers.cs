using DialClip.Training.Verification;

namespace DialClip.Training.Tests.Export;

/// <summary>CLIP's towers with deep prompts as plain loops in double precision, independent of the exporter.</summary>
internal sealed class ReferenceTowers(ClipWeights source) : ITowers
{
    private readonly ClipWeights weights = source with
    {
        Tensors = source.Tensors.ToDictionary(
            pair => pair.Key,
            pair => new TensorData(pair.Value.Shape, pair.Value.Values)
        ),
    };

    public string Engine => "reference";

    public float[] EncodeText(IReadOnlyList<int[]> inputIds, TensorData deepPrompts) =>
        [
            .. inputIds.SelectMany(
                (ids, row) =>
                {
                    var x = ids.Select(
                            (id, place) =>
                                Sum(Row("text.token_embedding.weight", id), Row("text.positional_embedding", place))
                        )
                        .ToList();
                    var count = (int)deepPrompts.Shape[2];
                    for (var layer = 0; layer < weights.Config.Text.Layers; layer++)
                    {
                        var prompts = Prompts(deepPrompts, row, layer);
                        x = Block(
                            "text",
                            layer,
                            weights.Config.Text.Heads,
                            [x[0], .. prompts, .. x.Skip(layer == 0 ? 1 : 1 + count)],
                            causal: true
                        );
                    }
                    return Project(Norm("text.ln_final", x[ids.Length - 1 + count]), "text.text_projection");
                }
            ),
        ];

    public float[] EncodePixels(TensorData pixels, TensorData deepPrompts) =>
        [
            .. Enumerable
                .Range(0, (int)pixels.Shape[0])
                .SelectMany(row =>
                {
                    var x = Patches(pixels, row)
                        .Prepend(weights["visual.class_embedding"].Values.Select(v => (double)v).ToArray())
                        .Select(
                            (patch, place) =>
                                Norm("visual.ln_pre", Sum(patch, Row("visual.positional_embedding", place)))
                        )
                        .ToList();
                    var length = x.Count;
                    for (var layer = 0; layer < weights.Config.Vision.Layers; layer++)
                        x = Block(
                            "visual",
                            layer,
                            weights.Config.Vision.Heads,
                            [.. x.Take(length), .. Prompts(deepPrompts, row, layer)],
                            causal: false
                        );
                    return Project(Norm("visual.ln_post", x[0]), "visual.proj");
                }),
        ];

    public void Dispose() { }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static List<double[]> Prompts(TensorData prompts, int row, int layer)
    {
        var (layers, count, width) = ((int)prompts.Shape[1], (int)prompts.Shape[2], (int)prompts.Shape[3]);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(p =>
                    prompts
                        .Values.Skip(((row * layers + layer) * count + p) * width)
                        .Take(width)
                        .Select(v => (double)v)
                        .ToArray()
                ),
        ];
    }

    private IEnumerable<double[]> Patches(TensorData pixels, int row)
    {
        var (size, patch, width) = (
            weights.Config.Vision.ImageSize,
            weights.Config.Vision.PatchSize,
            weights.Config.Vision.Width
        );
        var kernel = weights["visual.conv1.weight"].Values;
        for (var top = 0; top < size; top += patch)
        for (var left = 0; left < size; left += patch)
        {
            var found = new double[width];
            for (var to = 0; to < width; to++)
            for (var channel = 0; channel < 3; channel++)
            for (var y = 0; y < patch; y++)
            for (var x = 0; x < patch; x++)
                found[to] +=
                    kernel[((to * 3 + channel) * patch + y) * patch + x]
                    * pixels.Values[((row * 3 + channel) * size + top + y) * size + left + x];
            yield return found;
        }
    }

    private List<double[]> Block(string tower, int layer, int heads, List<double[]> x, bool causal)
    {
        var at = $"{tower}.transformer.resblocks.{layer}.";
        var joint = x.Select(token =>
                Linear(at + "attn.in_proj_weight", at + "attn.in_proj_bias", Norm(at + "ln_1", token))
            )
            .ToList();
        var width = x[0].Length;
        var each = width / heads;
        return
        [
            .. x.Select(
                (token, place) =>
                {
                    var mixed = new double[width];
                    for (var head = 0; head < heads; head++)
                    {
                        var seen = causal ? place + 1 : x.Count;
                        var scores = Enumerable
                            .Range(0, seen)
                            .Select(other =>
                                Enumerable.Range(head * each, each).Sum(i => joint[place][i] * joint[other][width + i])
                                / Math.Sqrt(each)
                            )
                            .ToList();
                        var total = scores.Sum(Math.Exp);
                        for (var other = 0; other < seen; other++)
                        for (var i = head * each; i < (head + 1) * each; i++)
                            mixed[i] += Math.Exp(scores[other]) / total * joint[other][2 * width + i];
                    }
                    var attended = Sum(token, Linear(at + "attn.out_proj.weight", at + "attn.out_proj.bias", mixed));
                    var hidden = Linear(at + "mlp.c_fc.weight", at + "mlp.c_fc.bias", Norm(at + "ln_2", attended))
                        .Select(Activate)
                        .ToArray();
                    return Sum(attended, Linear(at + "mlp.c_proj.weight", at + "mlp.c_proj.bias", hidden));
                }
            ),
        ];
    }

    // The exact GELU through its integral's tabulated approximation would lose digits; Simpson's rule does not.
    private double Activate(double x)
    {
        if (weights.Config.Text.Activation == Activation.QuickGelu)
            return x / (1 + Math.Exp(-1.702 * x));
        const int Steps = 400;
        double Density(double t) => Math.Exp(-t * t / 2) / Math.Sqrt(2 * Math.PI);
        var step = x / Steps;
        var area =
            Density(0) + Density(x) + Enumerable.Range(1, Steps - 1).Sum(i => (i % 2 == 1 ? 4 : 2) * Density(i * step));
        return x * (0.5 + area * step / 3);
    }

    private double[] Norm(string name, double[] x)
    {
        var mean = x.Average();
        var deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + BlockConfig.DefaultEpsilon);
        return
        [
            .. x.Select(
                (v, i) =>
                    (v - mean) / deviation * weights[name + ".weight"].Values[i] + weights[name + ".bias"].Values[i]
            ),
        ];
    }

    private double[] Linear(string weight, string bias, double[] x)
    {
        var w = weights[weight].Values;
        return
        [
            .. weights[bias].Values.Select((b, to) => b + x.Select((v, from) => v * w[to * x.Length + from]).Sum()),
        ];
    }

    private IEnumerable<float> Project(double[] x, string name)
    {
        var matrix = weights[name];
        return Enumerable
            .Range(0, (int)matrix.Shape[1])
            .Select(to => (float)x.Select((v, from) => v * matrix.Values[from * (int)matrix.Shape[1] + to]).Sum());
    }

    private double[] Row(string name, int row)
    {
        var width = (int)weights[name].Shape[1];
        return [.. weights[name].Values.Skip(row * width).Take(width).Select(v => (double)v)];
    }
}
