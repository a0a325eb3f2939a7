using DialClip.Backbones.Graphs;
using DialClip.Backbones.Graphs.Onnx;
using DialClip.Training.Checkpoints;

namespace DialClip.Training.Export;

/// <summary>
/// The graph of context.onnx: from earlier turns to the deep prompts of queries, context then domain prompts.
/// </summary>
internal static class ContextGraph
{
    /// <summary>Creates the graph; batch and number of turns (0 or more) are dynamic.</summary>
    public static ModelProto Create(HeadWeights weights)
    {
        var (clip, rank) = (weights.Clip, weights.Config.Rank);
        var graph = new GraphBuilder("context");
        var features = graph.FloatInput("turn_features", "B", "N", clip.Dimension);
        // (B, N, D) to (B, N, r)
        var x = graph.Linear("context/down", features, weights["context.down.weight"], weights["context.down.bias"]);
        foreach (var kind in new[] { "modality", "speaker", "distance" })
        {
            var embedded = graph.Node(
                "Gather",
                $"context/{kind}",
                [
                    graph.Weight($"context.{kind}.weight", weights[$"context.{kind}.weight"]),
                    graph.Int64Input(kind, "B", "N"),
                ]
            );
            x = graph.Node("Add", $"context/with_{kind}", [x, embedded]);
        }
        var mask = graph.FloatInput("mask", "B", "N");

        // A constant slot beside the turns is attended where there is no context.
        var batch = graph.Size("context/batch", features, 0);
        var slotShape = graph.Node("Concat", "context/slot_shape", [batch, graph.Integers(1, rank)], ("axis", 0));
        var slot = graph.Node("Expand", "context/slot", [graph.Number("context/zero", 0), slotShape]); // (B, 1, r)
        var keys = graph.Node("Concat", "context/keys", [Linear("key"), slot], ("axis", 1)); // (B, N + 1, r)
        var values = graph.Node("Concat", "context/values", [Linear("value"), slot], ("axis", 1));
        var one = graph.Number("context/one", 1);
        var openShape = graph.Node("Concat", "context/open_shape", [batch, graph.Integers(1)], ("axis", 0));
        var open = graph.Node(
            "Concat",
            "context/open",
            [mask, graph.Node("Expand", "context/slot_open", [one, openShape])],
            ("axis", 1)
        ); // (B, N + 1)
        var closed = graph.Node(
            "Mul",
            "context/closed",
            [graph.Node("Sub", "context/open_minus_1", [open, one]), graph.Number("context/far", 1e9f)]
        );

        var queries = graph.Linear(
            "context/query",
            graph.Weight("context.queries", weights["context.queries"]),
            weights["context.query.weight"],
            weights["context.query.bias"]
        );
        var turned = graph.Node("Transpose", "context/keys_turned", [keys], ("perm", new long[] { 0, 2, 1 }));
        var products = graph.Node("MatMul", "context/products", [queries, turned]); // (B, K, N + 1)
        var scaled = graph.Node(
            "Mul",
            "context/scores",
            [products, graph.Number("context/scale", (float)Math.Pow(rank, -0.5))]
        );
        var masked = graph.Node(
            "Add",
            "context/masked",
            [scaled, graph.Node("Unsqueeze", "context/closed_rows", [closed, graph.Integers(1)])]
        );
        var attention = graph.Node("Softmax", "context/attention", [masked], ("axis", -1));
        var mixed = graph.Linear(
            "context/mix",
            graph.Node("MatMul", "context/read", [attention, values]),
            weights["context.mix.weight"],
            weights["context.mix.bias"]
        );
        var context = graph.LayerNorm(
            "context/norm",
            mixed,
            weights["context.norm.weight"],
            weights["context.norm.bias"],
            1e-5
        ); // (B, K, r)

        var count = weights.Config.ContextPrompts + weights.Config.DomainPrompts;
        graph.Output(Prompts("text"), "text_prompts", "B", clip.Text.Layers, count, clip.Text.Width);
        graph.Output(Prompts("vision"), "vision_prompts", "B", clip.Vision.Layers, count, clip.Vision.Width);
        return graph.Build();

        string Linear(string name) =>
            graph.Linear($"context/{name}", x, weights[$"context.{name}.weight"], weights[$"context.{name}.bias"]);

        string Prompts(string tower)
        {
            // (B, K, r) to (B, 1, K, r)
            var layered = graph.Node("Unsqueeze", $"context/{tower}/layered", [context, graph.Integers(1)]);
            if (!weights.Config.PerLayerUp)
                layered = graph.Node(
                    "Mul",
                    $"context/{tower}/scaled",
                    [layered, graph.Weight($"context.up_{tower}.scale", weights[$"context.up_{tower}.scale"])]
                );
            var contextPrompts = graph.Node(
                "MatMul",
                $"context/{tower}/up",
                [layered, graph.Weight($"context.up_{tower}.weight", weights[$"context.up_{tower}.weight"])]
            );
            var domain = graph.Weight($"domain.{tower}", weights[$"domain.{tower}"]); // (L, M, W)
            var shape = graph.Node(
                "Concat",
                $"context/{tower}/domain_shape",
                [batch, graph.Integers(weights[$"domain.{tower}"].Shape)],
                ("axis", 0)
            );
            return graph.Node(
                "Concat",
                $"context/{tower}/prompts",
                [contextPrompts, graph.Node("Expand", $"context/{tower}/domain", [domain, shape])],
                ("axis", 2)
            );
        }
    }
}
