using DialClip.Backbones.Towers;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Tests.Graphs;

/// <summary>The tower over a ResNet's grid as plain loops in double precision.</summary>
internal sealed class ReferenceResNetVit(ClipWeights weights)
{
    private readonly ReferenceLayers layers = new(weights);
    private readonly VisionTowerConfig vision = weights.Config.Vision;

    /// <summary>Encodes one grid.</summary>
    /// <param name="grid">(C, G, G), as the stem makes it.</param>
    /// <param name="prompts">(B, L, P, W).</param>
    /// <param name="row">The picture's row of the prompts.</param>
    public double[] Encode(double[] grid, TensorData prompts, int row) =>
        ReferenceLayers.Add(Trunk(grid, prompts, row), Bypass(grid));

    private double[] Trunk(double[] grid, TensorData prompts, int row)
    {
        List<double[]> x = [layers["visual.trunk.class_embedding"]];
        for (var top = 0; top < vision.PooledGrid; top++)
        for (var left = 0; left < vision.PooledGrid; left++)
            x.Add(layers.Linear("visual.trunk.input", Pool(grid, top, left)));
        x =
        [
            .. x.Select(
                (token, place) => ReferenceLayers.Add(token, layers.Row("visual.trunk.positional_embedding", place))
            ),
        ];
        var length = x.Count;
        for (var layer = 0; layer < vision.Layers; layer++)
            x = Block(layer, [.. x.Take(length), .. ReferenceLayers.Prompts(prompts, row, layer)]);
        var normed = layers.Norm("visual.trunk.ln_post", x[0], vision.LayerNormEpsilon);
        return layers.Linear("visual.trunk.proj", normed);
    }

    private double[] Bypass(double[] grid)
    {
        var cells = vision.Grid * vision.Grid;
        double[] average = [.. grid.Chunk(cells).Select(channel => channel.Average())];
        double[] maximum = [.. grid.Chunk(cells).Select(channel => channel.Max())];
        var normed = layers.Norm("visual.bypass.ln", [.. average, .. maximum], vision.LayerNormEpsilon);
        double[] hidden = [.. layers.Linear("visual.bypass.hidden", normed).Select(ReferenceLayers.Gelu)];
        return ReferenceLayers.Add(
            layers.Linear("visual.bypass.output", hidden),
            layers.Linear("visual.bypass.linear", average)
        );
    }

    // Windows from floor(i G / g) to ceil((i + 1) G / g).
    private double[] Pool(double[] grid, int top, int left)
    {
        var (from, to) = (vision.Grid, vision.PooledGrid);
        int[] Window(int cell) =>
            [
                .. Enumerable
                    .Range(0, from)
                    .Where(i => i >= Math.Floor(cell * from / (double)to))
                    .Where(i => i < Math.Ceiling((cell + 1) * from / (double)to)),
            ];
        return
        [
            .. Enumerable
                .Range(0, vision.StemChannels)
                .Select(channel =>
                    Window(top)
                        .SelectMany(y => Window(left).Select(x => grid[(channel * from + y) * from + x]))
                        .Average()
                ),
        ];
    }

    private List<double[]> Block(int layer, List<double[]> x)
    {
        var at = $"visual.trunk.transformer.resblocks.{layer}.";
        var width = vision.Width;
        var normed = x.Select(token => layers.Norm(at + "ln_1", token, vision.LayerNormEpsilon)).ToList();
        List<double[]> Project(int part) =>
            [
                .. normed.Select(token =>
                    layers.Linear(at + "attn.in_proj_weight", at + "attn.in_proj_bias", part * width, width, token)
                ),
            ];
        var mixed = ReferenceLayers.Attend(Project(0), Project(1), Project(2), vision.Heads, _ => true);
        return
        [
            .. x.Select(
                (token, place) =>
                {
                    var attended = ReferenceLayers.Add(token, layers.Linear(at + "attn.out_proj", mixed[place]));
                    double[] hidden =
                    [
                        .. layers
                            .Linear(at + "mlp.c_fc", layers.Norm(at + "ln_2", attended, vision.LayerNormEpsilon))
                            .Select(ReferenceLayers.Gelu),
                    ];
                    return ReferenceLayers.Add(attended, layers.Linear(at + "mlp.c_proj", hidden));
                }
            ),
        ];
    }
}
