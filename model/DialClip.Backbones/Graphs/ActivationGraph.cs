using DialClip.Backbones.Towers;

namespace DialClip.Backbones.Graphs;

/// <summary>Adds activations of feed-forward networks to a graph.</summary>
internal static class ActivationGraph
{
    /// <summary>Adds an activation.</summary>
    public static string Activate(this GraphBuilder graph, string name, string x, Activation activation)
    {
        if (activation == Activation.QuickGelu)
        {
            var sigmoid = graph.Node(
                "Sigmoid",
                name + "/sigmoid",
                [graph.Node("Mul", name + "/scaled", [x, graph.Number(name + "/1.702", 1.702f)])]
            );
            return graph.Node("Mul", name, [x, sigmoid]);
        }
        // x * 0.5 * (1 + erf(x / sqrt 2)), or x * 0.5 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x³)))
        var isTanh = activation == Activation.TanhGelu;
        var curve = isTanh ? Tanh(graph, name, x) : Erf(graph, name, x);
        var half = graph.Node("Mul", name + "/half", [x, graph.Number(name + "/0.5", 0.5f)]);
        return graph.Node(
            "Mul",
            name,
            [
                half,
                graph.Node(
                    "Add",
                    name + (isTanh ? "/1_plus_tanh" : "/1_plus_erf"),
                    [curve, graph.Number(name + "/1", 1f)]
                ),
            ]
        );
    }

    private static string Erf(GraphBuilder graph, string name, string x) =>
        graph.Node(
            "Erf",
            name + "/erf",
            [graph.Node("Mul", name + "/scaled", [x, graph.Number(name + "/1_over_sqrt2", (float)Math.Sqrt(0.5))])]
        );

    private static string Tanh(GraphBuilder graph, string name, string x)
    {
        // Not x³ itself, which leaves the range of 16 bits from 41 on.
        var scaled = graph.Node("Mul", name + "/scaled", [x, graph.Number(name + "/0.044715", 0.044715f)]);
        var square = graph.Node("Mul", name + "/square", [scaled, x]);
        var factor = graph.Node("Add", name + "/1_plus_square", [square, graph.Number(name + "/one", 1f)]);
        var inner = graph.Node("Mul", name + "/inner", [factor, x]);
        return graph.Node(
            "Tanh",
            name + "/tanh",
            [
                graph.Node(
                    "Mul",
                    name + "/inner_scaled",
                    [inner, graph.Number(name + "/sqrt_2_over_pi", (float)Math.Sqrt(2 / Math.PI))]
                ),
            ]
        );
    }
}
