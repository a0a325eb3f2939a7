using DialClip.Training.Checkpoints;
using DialClip.Training.Export.Onnx;

namespace DialClip.Training.Export;

/// <summary>Writes text.onnx: token ids, the place of the end token and deep prompts to features that are not normalised.</summary>
internal static class TextGraph
{
    // Far below any score, yet finite: the softmax of it is exactly 0.
    private const float Masked = -1e9f;

    /// <summary>Makes the graph; batch, sentence length and prompt count are dynamic, 0 prompts included.</summary>
    public static ModelProto Make(ClipWeights weights, WeightsFile? external = null, bool half = false)
    {
        var (config, text) = (weights.Config, weights.Config.Text);
        var graph = new GraphBuilder("text", external, half);
        var ids = graph.Int64Input("input_ids", "B", "T");
        var eot = graph.Int64Input("eot", "B");
        var deepPrompts = graph.FloatInput("deep_prompts", "B", text.Layers, "P", text.Width);
        var prompts = graph.Narrowed(deepPrompts);

        var tokens = graph.Node(
            "Gather",
            "text/tokens",
            [graph.Weight("text.token_embedding.weight", weights["text.token_embedding.weight"]), ids]
        ); // (B, T, W)
        var length = graph.Size("text/length", ids, 1);
        var places = graph.Node(
            "Slice",
            "text/places",
            [graph.Weight("text.positional_embedding", weights["text.positional_embedding"]), graph.Integers(0), length]
        );
        var x = graph.Node("Add", "text/embedded", [tokens, places]);
        var count = graph.Size("text/prompt_count", deepPrompts, 2);
        var mask = CausalMask(graph, graph.Node("Add", "text/total", [length, count]));

        var first = graph.Integers(1);
        var behindPrompts = graph.Node("Add", "text/behind_prompts", [count, first]);
        var end = graph.Integers(int.MaxValue);
        x = new TransformerGraph(graph, weights, "text", text.Width, text.Heads, text.Layers).Write(
            x,
            prompts,
            mask,
            (at, sequence, own, layer) =>
                graph.Node(
                    "Concat",
                    at,
                    [
                        graph.SlicePositions(at + "/start", sequence, graph.Integers(0), first),
                        own,
                        graph.SlicePositions(at + "/tokens", sequence, layer == 0 ? first : behindPrompts, end),
                    ],
                    ("axis", 1)
                )
        );

        var place = graph.Node(
            "Unsqueeze",
            "text/eot_index",
            [graph.Node("Add", "text/eot_place", [eot, count]), graph.Integers(1)]
        ); // (B, 1)
        var last = graph.Node("GatherND", "text/at_eot", [x, place], ("batch_dims", 1)); // (B, W)
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
                [normed, graph.FullWeight("text.text_projection", weights["text.text_projection"])]
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
        var places = graph.Node("Range", "text/mask/places", [graph.Integer(0), count, graph.Integer(1)]);
        var later = graph.Node(
            "Greater",
            "text/mask/later",
            [
                graph.Node("Unsqueeze", "text/mask/columns", [places, graph.Integers(0)]),
                graph.Node("Unsqueeze", "text/mask/rows", [places, graph.Integers(1)]),
            ]
        );
        return graph.Node(
            "Where",
            "text/mask",
            [later, graph.FullNumber("text/mask/closed", Masked), graph.FullNumber("text/mask/open", 0)]
        );
    }
}
