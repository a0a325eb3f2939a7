using DialClip.Training.Checkpoints;

namespace DialClip.Training.Tests.Export;

/// <summary>The head's arithmetic as plain loops in double precision, from its definition (docs/method.md).</summary>
internal static class ReferenceHead
{
    /// <summary>Gets the prompts of one tower, (B, L, K + M, W).</summary>
    public static float[] Prompts(HeadWeights weights, ReferenceTurns turns, string tower, int layers, int width) =>
        [
            .. Enumerable
                .Range(0, turns.Batch)
                .SelectMany(row =>
                {
                    var context = Context(weights, turns, row);
                    return Enumerable
                        .Range(0, layers)
                        .SelectMany(layer =>
                        {
                            var up = weights[$"context.up_{tower}.weight"];
                            var scale = weights.Tensors.GetValueOrDefault($"context.up_{tower}.scale");
                            var rank = weights.Config.Rank;
                            var offset = weights.Config.PerLayerUp ? layer * rank * width : 0;
                            var own = context.SelectMany(o =>
                                Enumerable
                                    .Range(0, width)
                                    .Select(to =>
                                        (float)
                                            Enumerable
                                                .Range(0, rank)
                                                .Sum(i =>
                                                    o[i]
                                                    * (scale?.Values[layer * rank + i] ?? 1)
                                                    * up.Values[offset + i * width + to]
                                                )
                                    )
                            );
                            var domain = weights[$"domain.{tower}"]
                                .Values.Skip(layer * weights.Config.DomainPrompts * width)
                                .Take(weights.Config.DomainPrompts * width);
                            return own.Concat(domain).ToList();
                        });
                }),
        ];

    /// <summary>Gets the vectors of one side, (B, 4, D).</summary>
    public static float[] Experts(HeadWeights weights, TensorData features, string side) =>
        [
            .. Unit(features)
                .SelectMany(h =>
                    Enumerable
                        .Range(0, 4)
                        .SelectMany(type =>
                        {
                            var (dimension, rank) = (h.Length, weights.Config.ExpertRank);
                            var low = Enumerable
                                .Range(0, rank)
                                .Select(r =>
                                    h.Select(
                                            (v, i) =>
                                                v * weights[side + ".down"].Values[(type * dimension + i) * rank + r]
                                        )
                                        .Sum()
                                )
                                .ToArray();
                            var z = h.Select(
                                    (v, i) =>
                                        v
                                        + low.Select(
                                                (l, r) =>
                                                    l * weights[side + ".up"].Values[(type * rank + r) * dimension + i]
                                            )
                                            .Sum()
                                )
                                .ToArray();
                            return Unit(z).Select(v => (float)v).ToList();
                        })
                ),
        ];

    /// <summary>Gets the intent's logits, (B, 3).</summary>
    public static float[] Intent(HeadWeights weights, TensorData features) =>
        [.. Unit(features).SelectMany(h => Linear(weights, "intent.linear", h).Select(v => (float)v))];

    private static List<double[]> Context(HeadWeights weights, ReferenceTurns turns, int row)
    {
        var (rank, dimension) = (weights.Config.Rank, weights.Clip.Dimension);
        var seen = Enumerable
            .Range(row * turns.Turns, turns.Turns)
            .Where(at => turns.Mask[at] == 1)
            .Select(at =>
            {
                var (modality, speaker, distance) = turns.Kinds[at];
                var x = Linear(
                    weights,
                    "context.down",
                    [.. turns.Features.Skip(at * dimension).Take(dimension).Select(v => (double)v)]
                );
                return x.Select(
                        (v, i) =>
                            v
                            + weights["context.modality.weight"].Values[modality * rank + i]
                            + weights["context.speaker.weight"].Values[speaker * rank + i]
                            + weights["context.distance.weight"].Values[distance * rank + i]
                    )
                    .ToArray();
            })
            .ToList();
        var keys = seen.Select(x => Linear(weights, "context.key", x)).Append(new double[rank]).ToList();
        var values = seen.Select(x => Linear(weights, "context.value", x)).Append(new double[rank]).ToList();
        return
        [
            .. Enumerable
                .Range(0, weights.Config.ContextPrompts)
                .Select(k =>
                {
                    var query = Linear(
                        weights,
                        "context.query",
                        [.. weights["context.queries"].Values.Skip(k * rank).Take(rank).Select(v => (double)v)]
                    );
                    var shares = keys.Select(key => Math.Exp(key.Zip(query, (a, b) => a * b).Sum() / Math.Sqrt(rank)))
                        .ToList();
                    var read = Enumerable
                        .Range(0, rank)
                        .Select(i => values.Zip(shares, (value, share) => value[i] * share / shares.Sum()).Sum())
                        .ToArray();
                    return Norm(weights, "context.norm", Linear(weights, "context.mix", read));
                }),
        ];
    }

    private static double[] Norm(HeadWeights weights, string name, double[] x)
    {
        var mean = x.Average();
        var deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + 1e-5);
        return
        [
            .. x.Select(
                (v, i) =>
                    (v - mean) / deviation * weights[name + ".weight"].Values[i] + weights[name + ".bias"].Values[i]
            ),
        ];
    }

    private static double[] Linear(HeadWeights weights, string name, double[] x) =>
        [
            .. weights[name + ".bias"]
                .Values.Select(
                    (b, to) =>
                        b + x.Select((v, from) => v * weights[name + ".weight"].Values[to * x.Length + from]).Sum()
                ),
        ];

    private static IEnumerable<double[]> Unit(TensorData rows) =>
        rows.Values.Chunk((int)rows.Shape[^1]).Select(row => Unit([.. row.Select(v => (double)v)]));

    private static double[] Unit(double[] x)
    {
        var norm = Math.Sqrt(x.Sum(v => v * v));
        return [.. x.Select(v => v / norm)];
    }
}
