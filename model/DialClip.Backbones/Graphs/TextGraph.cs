using DialClip.Backbones.Graphs.Onnx;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Graphs;

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
        if (!text.IsCausal)
            ids = PadToContext(graph, ids, eot, text.ContextLength);

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
        var mask = text.IsCausal ? CausalMask(graph, graph.Node("Add", "text/total", [length, count])) : null;

        var first = graph.Integers(1);
        var behindPrompts = graph.Node("Add", "text/behind_prompts", [count, first]);
        var end = graph.Integers(int.MaxValue);
        x = new TransformerGraph(graph, weights, "text", text.Blocks).Write(
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
            text.LayerNormEpsilon
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

    // Token 0 at every position behind the end token, up to the context length C: (B, T) to (B, C).
    private static string PadToContext(GraphBuilder graph, string ids, string eot, int context)
    {
        var missing = graph.Node(
            "Sub",
            "text/pad/missing",
            [graph.Integers(context), graph.Size("text/pad/length", ids, 1)]
        );
        var padded = graph.Node(
            "Pad",
            "text/pad/ids",
            [
                ids,
                graph.Node("Concat", "text/pad/pads", [graph.Integers(0, 0, 0), missing], ("axis", 0)),
                graph.ScalarInteger(0),
            ]
        );
        var positions = graph.Node(
            "Range",
            "text/pad/places",
            [graph.ScalarInteger(0), graph.ScalarInteger(context), graph.ScalarInteger(1)]
        );
        var isPadding = graph.Node(
            "Greater",
            "text/pad/behind_end",
            [
                graph.Node("Unsqueeze", "text/pad/columns", [positions, graph.Integers(0)]),
                graph.Node("Unsqueeze", "text/pad/ends", [eot, graph.Integers(1)]),
            ]
        );
        return graph.Node("Where", "text/padded", [isPadding, graph.ScalarInteger(0), padded]);
    }

    private static string CausalMask(GraphBuilder graph, string total)
    {
        var count = graph.Node("Squeeze", "text/mask/count", [total]);
        var positions = graph.Node(
            "Range",
            "text/mask/places",
            [graph.ScalarInteger(0), count, graph.ScalarInteger(1)]
        );
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
