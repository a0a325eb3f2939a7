using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Graphs;

/// <summary>Layers that several graphs share.</summary>
public static class GraphLayers
{
    /// <summary>Adds x W + b; the weight is (out, in) and is written as (in, out).</summary>
    public static string Linear(this GraphBuilder graph, string name, string x, TensorData weight, TensorData bias)
    {
        var product = graph.Node("MatMul", name + "/matmul", [x, graph.Weight(name + ".weight", weight.Transpose())]);
        return graph.Node("Add", name, [product, graph.Weight(name + ".bias", bias)]);
    }

    /// <summary>Adds layer normalization over the last dimension, with a result in the graph's precision.</summary>
    public static string LayerNorm(
        this GraphBuilder graph,
        string name,
        string x,
        TensorData weight,
        TensorData bias,
        double epsilon
    ) => graph.ToGraphPrecision(graph.FullLayerNorm(name, x, weight, bias, epsilon));

    /// <summary>Adds layer normalization over the last dimension, with a result of 32 bits.</summary>
    /// <remarks>Its squares would overflow in half precision.</remarks>
    public static string FullLayerNorm(
        this GraphBuilder graph,
        string name,
        string x,
        TensorData weight,
        TensorData bias,
        double epsilon
    ) =>
        graph.Node(
            "LayerNormalization",
            name,
            [
                graph.ToFullPrecision(x),
                graph.FullPrecisionWeight(name + ".weight", weight),
                graph.FullPrecisionWeight(name + ".bias", bias),
            ],
            ("axis", -1),
            ("epsilon", (float)epsilon)
        );

    /// <summary>
    /// Adds a division of the last dimension by its norm, or by 1e-12 if greater, as torch's normalize does.
    /// </summary>
    public static string Normalize(this GraphBuilder graph, string name, string x)
    {
        var norm = graph.Node("ReduceL2", name + "/norm", [x], ("axes", new long[] { -1 }), ("keepdims", 1));
        var divisor = graph.Node("Max", name + "/norm_or_epsilon", [norm, graph.Number(name + "/epsilon", 1e-12f)]);
        return graph.Node("Div", name, [x, divisor]);
    }

    /// <summary>Adds the size of a dimension, as a list of one integer.</summary>
    public static string Size(this GraphBuilder graph, string name, string x, int dimension) =>
        graph.Node("Shape", name, [x], ("start", dimension), ("end", dimension + 1));

    /// <summary>Adds a slice of the second dimension.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The name of the node.</param>
    /// <param name="x">The value.</param>
    /// <param name="begin">The name of a list of one integer, the first index.</param>
    /// <param name="end">The name of a list of one integer, the index behind the last.</param>
    public static string SlicePositions(this GraphBuilder graph, string name, string x, string begin, string end) =>
        graph.Node("Slice", name, [x, begin, end, graph.Integers(1)]);
}
