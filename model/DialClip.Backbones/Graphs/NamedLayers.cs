using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Graphs;

/// <summary>
/// Adds layers whose weights keep their names in the graph; matrices are written as (in, out), see
/// <see cref="ExportedClip"/>.
/// </summary>
/// <param name="graph">Receives the nodes.</param>
/// <param name="weights">The model's weights.</param>
internal sealed class NamedLayers(GraphBuilder graph, ClipWeights weights)
{
    /// <summary>Adds x W + b, or x W where there is no bias.</summary>
    /// <param name="node">The name of the node.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The weights' name, without ".weight" and ".bias".</param>
    public string Linear(string node, string x, string name)
    {
        var hasBias = weights.Tensors.ContainsKey(name + ".bias");
        var product = graph.Node(
            "MatMul",
            hasBias ? node + "/matmul" : node,
            [x, graph.Weight(name + ".weight", weights[name + ".weight"].Transpose())]
        );
        return hasBias ? graph.Node("Add", node, [product, Weight(name + ".bias")]) : product;
    }

    /// <summary>Adds layer normalization over the last dimension, with a result of 32 bits.</summary>
    public string FullNorm(string node, string x, string name, double epsilon) =>
        graph.Node(
            "LayerNormalization",
            node,
            [graph.ToFullPrecision(x), FullWeight(name + ".weight"), FullWeight(name + ".bias")],
            ("axis", -1),
            ("epsilon", (float)epsilon)
        );

    /// <summary>Adds layer normalization over the last dimension, with a result in the graph's precision.</summary>
    public string Norm(string node, string x, string name, double epsilon) =>
        graph.ToGraphPrecision(FullNorm(node, x, name, epsilon));

    /// <summary>Adds a weight in the graph's precision.</summary>
    public string Weight(string name) => graph.Weight(name, weights[name]);

    /// <summary>Adds a weight of 32 bits.</summary>
    public string FullWeight(string name) => graph.FullPrecisionWeight(name, weights[name]);
}
