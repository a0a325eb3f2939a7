using DialClip.Backbones.Graphs.Onnx;
using DialClip.Backbones.Towers;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Graphs;

/// <summary>The graph of vision.onnx: from normalized pixels and deep prompts to features.</summary>
/// <remarks>The features are not normalized.</remarks>
internal static class VisionGraph
{
    /// <summary>Creates the graph; batch and prompt count (0 or more) are dynamic.</summary>
    public static ModelProto Create(ClipWeights weights, WeightsFile? external = null, bool half = false)
    {
        var (config, vision) = (weights.Config, weights.Config.Vision);
        var graph = new GraphBuilder("vision", external, half);
        var pixels = graph.FloatInput("pixels", "B", 3, vision.ImageSize, vision.ImageSize);
        var prompts = graph.ToGraphPrecision(graph.FloatInput("deep_prompts", "B", vision.Layers, "P", vision.Width));

        long[] patch = [vision.PatchSize, vision.PatchSize];
        var grid = graph.Node(
            "Conv",
            "visual/conv1",
            [graph.ToGraphPrecision(pixels), graph.Weight("visual.conv1.weight", weights["visual.conv1.weight"])],
            ("kernel_shape", patch),
            ("strides", patch)
        );
        var flat = graph.Node("Reshape", "visual/flat", [grid, graph.Integers(0, 0, vision.Patches)]);
        // (B, W, S²/p²) to (B, S²/p², W)
        var patches = graph.Node("Transpose", "visual/patches", [flat], ("perm", new long[] { 0, 2, 1 }));
        var shape = graph.Node(
            "Concat",
            "visual/class_shape",
            [graph.Size("visual/batch", pixels, 0), graph.Integers(1, vision.Width)],
            ("axis", 0)
        );
        var first = graph.Node(
            "Expand",
            "visual/class",
            [graph.Weight("visual.class_embedding", weights["visual.class_embedding"]), shape]
        ); // (B, 1, W)
        var x = graph.Node("Concat", "visual/sequence", [first, patches], ("axis", 1));
        x = graph.Node(
            "Add",
            "visual/embedded",
            [x, graph.Weight("visual.positional_embedding", weights["visual.positional_embedding"])]
        );
        x = graph.LayerNorm(
            "visual/ln_pre",
            x,
            weights["visual.ln_pre.weight"],
            weights["visual.ln_pre.bias"],
            vision.LayerNormEpsilon
        );

        var length = graph.Integers(vision.Patches + 1);
        x = new TransformerGraph(graph, weights, "visual", vision.Blocks).Write(
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
                            : graph.SlicePositions(name + "/patches", sequence, graph.Integers(0), length),
                        layerPrompts,
                    ],
                    ("axis", 1)
                )
        );

        var normed = Pool(graph, weights, x); // (B, W)
        graph.Output(
            graph.Node(
                "MatMul",
                "visual/projected",
                [normed, graph.FullPrecisionWeight("visual.proj", weights["visual.proj"])]
            ),
            "features",
            "B",
            config.Dimension
        );
        return graph.Build();
    }

    // As the TorchSharp module VisionTower does, in 32 bits.
    private static string Pool(GraphBuilder graph, ClipWeights weights, string x)
    {
        var vision = weights.Config.Vision;
        if (vision.Pooling == PicturePooling.ClassToken)
            return Norm(graph.Node("Gather", "visual/at_class", [x, graph.ScalarInteger(0)], ("axis", 1)));
        var patches = graph.SlicePositions(
            "visual/at_patches",
            x,
            graph.Integers(1),
            graph.Integers(vision.Patches + 1)
        );
        return vision.Pooling == PicturePooling.PatchMean
            ? Mean(Norm(patches))
            : Norm(Mean(graph.ToFullPrecision(patches)));

        string Mean(string value) =>
            graph.Node("ReduceMean", "visual/mean", [value], ("axes", new long[] { 1 }), ("keepdims", 0));

        string Norm(string value) =>
            graph.FullLayerNorm(
                "visual/ln_post",
                value,
                weights["visual.ln_post.weight"],
                weights["visual.ln_post.bias"],
                vision.LayerNormEpsilon
            );
    }
}
