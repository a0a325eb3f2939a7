using DialClip.Backbones.Graphs.Onnx;
using DialClip.Backbones.Towers;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Graphs;

/// <summary>The graph of vision.onnx for a <see cref="VisionTowerType.ResNetVit"/>.</summary>
/// <remarks>Its inputs and output are those of <see cref="VisionGraph"/>.</remarks>
internal sealed class ResNetVitGraph
{
    private readonly GraphBuilder graph;
    private readonly NamedLayers layers;
    private readonly ClipWeights weights;

    private ResNetVitGraph(ClipWeights weights, WeightsFile? external, bool half)
    {
        (this.weights, graph) = (weights, new GraphBuilder("vision", external, half));
        layers = new(graph, weights);
    }

    private VisionTowerConfig Vision => weights.Config.Vision;

    /// <summary>Creates the graph; batch and prompt count (0 or more) are dynamic.</summary>
    public static ModelProto Create(ClipWeights weights, WeightsFile? external = null, bool half = false) =>
        new ResNetVitGraph(weights, external, half).Create();

    private ModelProto Create()
    {
        var pixels = graph.FloatInput("pixels", "B", 3, Vision.ImageSize, Vision.ImageSize);
        var prompts = graph.ToGraphPrecision(graph.FloatInput("deep_prompts", "B", Vision.Layers, "P", Vision.Width));
        var grid = StemGraph.Add(graph, layers, pixels); // (B, C, G, G)
        var flat = graph.Node("Reshape", "visual/flat", [grid, graph.Integers(0, 0, Vision.Grid * Vision.Grid)]);
        var cells = graph.Node("Transpose", "visual/cells", [flat], ("perm", new long[] { 0, 2, 1 })); // (B, GG, C)
        var batch = graph.Size("visual/batch", pixels, 0);
        graph.Output(
            graph.Node("Add", "visual/feature", [Trunk(cells, prompts, batch), Bypass(cells)]),
            "features",
            "B",
            weights.Config.Dimension
        );
        return graph.Build();
    }

    private string Trunk(string cells, string prompts, string batch)
    {
        var pooled = graph.Node(
            "MatMul",
            "visual/pooled",
            [graph.Weight("visual/pooling", GridPooling.Create(Vision.Grid, Vision.PooledGrid)), cells]
        ); // (B, gg, C)
        var tokens = layers.Linear("visual/trunk/input", pooled, ResNetVitNames.TrunkInput); // (B, gg, W)
        var shape = graph.Node(
            "Concat",
            "visual/trunk/class_shape",
            [batch, graph.Integers(1, Vision.Width)],
            ("axis", 0)
        );
        // (B, 1, W)
        var first = graph.Node("Expand", "visual/trunk/class", [layers.Weight(ResNetVitNames.ClassToken), shape]);
        var x = graph.Node(
            "Add",
            "visual/trunk/embedded",
            [
                graph.Node("Concat", "visual/trunk/sequence", [first, tokens], ("axis", 1)),
                layers.Weight(ResNetVitNames.Positions),
            ]
        );
        var length = graph.Integers(Vision.Patches + 1);
        x = new TransformerGraph(graph, weights, ResNetVitNames.Trunk.TrimEnd('.'), Vision.Blocks).Write(
            x,
            prompts,
            null,
            (name, sequence, layerPrompts, layer) =>
                graph.Node(
                    "Concat",
                    name,
                    [
                        layer == 0
                            ? sequence
                            : graph.SlicePositions(name + "/cells", sequence, graph.Integers(0), length),
                        layerPrompts,
                    ],
                    ("axis", 1)
                )
        );
        var normed = layers.Norm(
            "visual/trunk/norm",
            graph.Node("Gather", "visual/trunk/at_class", [x, graph.ScalarInteger(0)], ("axis", 1)),
            ResNetVitNames.TrunkNorm,
            Vision.LayerNormEpsilon
        );
        var projected = layers.Linear("visual/trunk/proj", normed, WithoutKind(ResNetVitNames.TrunkProjection));
        return graph.ToFullPrecision(projected);
    }

    // The averages and maxima of the grid through a small network, and the averages through a matrix.
    private string Bypass(string cells)
    {
        long[] axes = [1];
        var average = graph.Node("ReduceMean", "visual/average", [cells], ("axes", axes), ("keepdims", 0)); // (B, C)
        var maximum = graph.Node("ReduceMax", "visual/maximum", [cells], ("axes", axes), ("keepdims", 0)); // (B, C)
        var both = graph.Node("Concat", "visual/bypass/both", [average, maximum], ("axis", 1)); // (B, 2C)
        var normed = layers.Norm("visual/bypass/norm", both, ResNetVitNames.BypassNorm, Vision.LayerNormEpsilon);
        var hidden = layers.Linear("visual/bypass/hidden", normed, ResNetVitNames.BypassHidden);
        var activated = graph.Activate("visual/bypass/gelu", hidden, Activation.Gelu);
        var output = layers.Linear("visual/bypass/output", activated, ResNetVitNames.BypassOutput); // (B, D)
        var linear = layers.Linear("visual/bypass/linear", average, WithoutKind(ResNetVitNames.BypassLinear));
        return graph.ToFullPrecision(graph.Node("Add", "visual/bypass", [output, linear]));
    }

    private static string WithoutKind(string name) => name[..name.LastIndexOf('.')];
}
