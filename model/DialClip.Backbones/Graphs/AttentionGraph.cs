using DialClip.Backbones.Towers;

namespace DialClip.Backbones.Graphs;

/// <summary>Adds multi-head attention to a graph.</summary>
internal static class AttentionGraph
{
    /// <summary>Adds attention between the projections to and from it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The prefix of the nodes' names.</param>
    /// <param name="parts">Query, key and value, (B, T, W) each.</param>
    /// <param name="mask">What is added to the scores, broadcast to (B, h, T, T), 32 bits; null for nothing.</param>
    /// <param name="config">The tower's blocks.</param>
    /// <returns>(B, T, W).</returns>
    public static string Attention(
        this GraphBuilder graph,
        string name,
        (string Query, string Key, string Value) parts,
        string? mask,
        BlockConfig config
    )
    {
        var scaled = graph.Node(
            "Mul",
            name + "/query_scaled",
            [parts.Query, graph.Number(name + "/scale", (float)Math.Pow((double)config.Width / config.Heads, -0.5))]
        );
        // From the mask to the softmax in 32 bits: the mask is out of the range of 16 bits.
        var scores = graph.ToFullPrecision(
            graph.Node(
                "MatMul",
                name + "/scores",
                [Heads(name + "/query_heads", scaled, 0, 2, 1, 3), Heads(name + "/key_heads", parts.Key, 0, 2, 3, 1)]
            )
        );
        if (mask is not null)
            scores = graph.Node("Add", name + "/masked", [scores, mask]); // (B, h, T, T)
        var attention = graph.ToGraphPrecision(graph.Node("Softmax", name + "/softmax", [scores], ("axis", -1)));
        var mixed = graph.Node(
            "MatMul",
            name + "/mixed",
            [attention, Heads(name + "/value_heads", parts.Value, 0, 2, 1, 3)]
        );
        // (B, h, T, W/h) to (B, T, h, W/h)
        var joined = graph.Node("Transpose", name + "/joined", [mixed], ("perm", new long[] { 0, 2, 1, 3 }));
        return graph.Node("Reshape", name + "/flat", [joined, graph.Integers(0, 0, config.Width)]); // (B, T, W)

        string Heads(string heads, string x, params long[] order)
        {
            var split = graph.Node(
                "Reshape",
                heads + "/split",
                [x, graph.Integers(0, 0, config.Heads, config.Width / config.Heads)]
            );
            return graph.Node("Transpose", heads, [split], ("perm", order));
        }
    }
}
