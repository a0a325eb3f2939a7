using DialClip.Backbones.Graphs;
using DialClip.Backbones.Graphs.Onnx;
using DialClip.Encoders;
using DialClip.Training.Checkpoints;

namespace DialClip.Training.Export;

/// <summary>
/// The graph of experts.onnx: from features to query and candidate vectors of each expert, and intent logits.
/// </summary>
internal static class ExpertsGraph
{
    /// <summary>Creates the graph, which normalizes the features first.</summary>
    public static ModelProto Create(HeadWeights weights)
    {
        var dimension = weights.Clip.Dimension;
        var graph = new GraphBuilder("experts");
        var h = graph.Normalize("experts/unit", graph.FloatInput("features", "B", dimension)); // (B, D)
        var rows = graph.Node("Unsqueeze", "experts/rows", [h, graph.Integers(1)]); // (B, 1, D)
        var each = graph.Node("Unsqueeze", "experts/each", [h, graph.Integers(1, 2)]); // (B, 1, 1, D)
        foreach (var side in new[] { "query", "candidate" })
        {
            var down = graph.Node(
                "MatMul",
                $"experts/{side}/down",
                [each, graph.Weight(side + "_experts.down", weights[side + "_experts.down"])]
            ); // (B, 4, 1, r)
            var up = graph.Node(
                "MatMul",
                $"experts/{side}/up",
                [down, graph.Weight(side + "_experts.up", weights[side + "_experts.up"])]
            ); // (B, 4, 1, D)
            var z = graph.Node(
                "Add",
                $"experts/{side}/sum",
                [rows, graph.Node("Squeeze", $"experts/{side}/correction", [up, graph.Integers(2)])]
            );
            graph.Output(graph.Normalize($"experts/{side}/vectors", z), side, "B", Experts.Count, dimension);
        }
        graph.Output(
            graph.Linear("experts/intent", h, weights["intent.linear.weight"], weights["intent.linear.bias"]),
            "intent",
            "B",
            IntentProbabilities.Count
        );
        return graph.Build();
    }
}
