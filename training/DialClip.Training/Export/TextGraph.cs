using DialClip.Training.Checkpoints;
using DialClip.Training.Export.Onnx;

namespace DialClip.Training.Export;

/// <summary>The graph of text.onnx: from token ids, the index of the end token and deep prompts to features.</summary>
/// <remarks>The features are not normalized.</remarks>
internal static class TextGraph
{
    // Far below any score, yet finite: its softmax is exactly 0.
    private const float Masked = -1e9f;

    /// <summary>Creates the graph; batch, sentence length and prompt count (0 or more) are dynamic.</summary>
    public static ModelProto Create(ClipWeights weights, WeightsFile? external = null, bool half = false)
    {
        var (config, text) = (weights.Config, weights.Config.Text);
        var graph = new GraphBuilder("text", external, half);
        var ids = graph.Int64Input("input_ids", "B", "T");
        var eot = graph.Int64Input("eot", "B");
        var deepPrompts = graph.FloatInput("deep_prompts", "B", text.Layers, "P", text.Width);
        var prompts = graph.ToGraphPrecision(deepPrompts);

        var tokens = graph.Node(
            "Gather",
            "text/tokens",
            [graph.Weight("text.token_embedding.weight", weights["text.token_embedding.weight"]), ids]
        ); // (B, T, W)
        var length = graph.Size("text/length", ids, 1);
        var positions = graph.Node(
            "Slice",
            "text/places",
            [graph.Weight("text.positional_embedding", weights["text.positional_embedding"]), graph.Integers(0), length]
        );
        var x = graph.Node("Add", "text/embedded", [tokens, positions]);
        var count = graph.Size("text/prompt_count", deepPrompts, 2);
        var mask = CausalMask(graph, graph.Node("Add", "text/total", [length, count]));

        var first = graph.Integers(1);
        var behindPrompts = graph.Node("Add", "text/behind_prompts", [count, first]);
        var end = graph.Integers(int.MaxValue);
        x = new TransformerGraph(graph, weights, "text", text.Width, text.Heads, text.Layers).Write(
            x,
            prompts,
            mask,
            (name, sequence, layerPrompts, layer) =>
                graph.Node(
                    "Concat",
                    name,
                    [
                        graph.SlicePositions(name + "/start", sequence, graph.Integers(0), first),
                        layerPrompts,
                        graph.SlicePositions(name + "/tokens", sequence, layer == 0 ? first : behindPrompts, end),
                    ],
                    ("axis", 1)
                )
        );

        var index = graph.Node(
            "Unsqueeze",
            "text/eot_index",
            [graph.Node("Add", "text/eot_place", [eot, count]), graph.Integers(1)]
        ); // (B, 1)
        var last = graph.Node("GatherND", "text/at_eot", [x, index], ("batch_dims", 1)); // (B, W)
        var normed = graph.FullLayerNorm(
            "text/ln_final",
            last,
            weights["text.ln_final.weight"],
            weights["text.ln_final.bias"],
            config.LayerNormEpsilon
        );
        graph.Output(
            graph.Node(
                "MatMul",
                "text/projected",
                [normed, graph.FullPrecisionWeight("text.text_projection", weights["text.text_projection"])]
            ),
            "features",
            "B",
            config.Dimension
        );
        return graph.Build();
    }

    private static string CausalMask(GraphBuilder graph, string total)
    {
        var count = graph.Node("Squeeze", "text/mask/count", [total]);
        var positions = graph.Node("Range", "text/mask/places", [graph.Integer(0), count, graph.Integer(1)]);
        var later = graph.Node(
            "Greater",
            "text/mask/later",
            [
                graph.Node("Unsqueeze", "text/mask/columns", [positions, graph.Integers(0)]),
                graph.Node("Unsqueeze", "text/mask/rows", [positions, graph.Integers(1)]),
            ]
        );
        return graph.Node(
            "Where",
            "text/mask",
            [
                later,
                graph.FullPrecisionNumber("text/mask/closed", Masked),
                graph.FullPrecisionNumber("text/mask/open", 0),
            ]
        );
    }
}
