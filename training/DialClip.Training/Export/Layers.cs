using DialClip.Training.Checkpoints;

namespace DialClip.Training.Export;

/// <summary>The layers that several graphs share.</summary>
internal static class Layers
{
    /// <summary>x W + b, where the weight is kept as (out, in) and written as (in, out).</summary>
    public static string Linear(this GraphBuilder graph, string at, string x, TensorData weight, TensorData bias)
    {
        var product = graph.Node("MatMul", at + "/matmul", [x, graph.Weight(at + ".weight", weight.Transpose())]);
        return graph.Node("Add", at, [product, graph.Weight(at + ".bias", bias)]);
    }

    /// <summary>Layer normalisation over the last dimension, its result in the graph's precision.</summary>
    public static string LayerNorm(
        this GraphBuilder graph,
        string at,
        string x,
        TensorData weight,
        TensorData bias,
        double epsilon
    ) => graph.Narrowed(graph.FullLayerNorm(at, x, weight, bias, epsilon));

    /// <summary>Layer normalisation over the last dimension, its result of 32 bits. Half precision would overflow in the squares of it.</summary>
    public static string FullLayerNorm(
        this GraphBuilder graph,
        string at,
        string x,
        TensorData weight,
        TensorData bias,
        double epsilon
    ) =>
        graph.Node(
            "LayerNormalization",
            at,
            [graph.Widened(x), graph.FullWeight(at + ".weight", weight), graph.FullWeight(at + ".bias", bias)],
            ("axis", -1),
            ("epsilon", (float)epsilon)
        );

    /// <summary>Brings the last dimension to unit length, as torch's normalize does: by the norm, or by 1e-12 where that is smaller.</summary>
    public static string Normalize(this GraphBuilder graph, string at, string x)
    {
        var norm = graph.Node("ReduceL2", at + "/norm", [x], ("axes", new long[] { -1 }), ("keepdims", 1));
        var atLeast = graph.Node("Max", at + "/norm_or_epsilon", [norm, graph.Number(at + "/epsilon", 1e-12f)]);
        return graph.Node("Div", at, [x, atLeast]);
    }

    /// <summary>Picks one dimension of a value's shape as a list of one integer.</summary>
    public static string Size(this GraphBuilder graph, string at, string x, int dimension) =>
        graph.Node("Shape", at, [x], ("start", dimension), ("end", dimension + 1));

    /// <summary>Cuts the second dimension from <paramref name="begin"/> to <paramref name="end"/> (names of lists of one integer).</summary>
    public static string SlicePositions(this GraphBuilder graph, string at, string x, string begin, string end) =>
        graph.Node("Slice", at, [x, begin, end, graph.Integers(1)]);
}
