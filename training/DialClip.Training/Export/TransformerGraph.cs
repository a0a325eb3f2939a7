using DialClip.Training.Checkpoints;

namespace DialClip.Training.Export;

/// <summary>Adds the blocks of a tower to a graph, as the TorchSharp module <c>Transformer</c> computes them.</summary>
/// <param name="graph">Receives the nodes.</param>
/// <param name="weights">The model's weights.</param>
/// <param name="tower">"text" or "visual".</param>
/// <param name="width">The tower's width.</param>
/// <param name="heads">The number of attention heads.</param>
/// <param name="layers">The number of blocks.</param>
internal sealed class TransformerGraph(
    GraphBuilder graph,
    ClipWeights weights,
    string tower,
    int width,
    int heads,
    int layers
)
{
    /// <summary>Adds all blocks, with deep prompts inserted before each.</summary>
    /// <param name="x">(B, T, W).</param>
    /// <param name="prompts">(B, L, P, W).</param>
    /// <param name="mask">(T + P, T + P), 32 bits, or null.</param>
    /// <param name="splice">
    /// Joins sequence and prompts, from node name, sequence, prompts of the layer and layer.
    /// </param>
    public string Write(string x, string prompts, string? mask, Func<string, string, string, int, string> splice)
    {
        for (var layer = 0; layer < layers; layer++)
        {
            var name = $"{tower}/blocks.{layer}";
            // (B, P, W)
            var layerPrompts = graph.Node("Gather", name + "/prompts", [prompts, graph.Integer(layer)], ("axis", 1));
            x = Block(
                name,
                $"{tower}.transformer.resblocks.{layer}.",
                splice(name + "/spliced", x, layerPrompts, layer),
                mask
            );
        }
        return x;
    }

    private string Block(string name, string key, string x, string? mask)
    {
        var attended = graph.Node(
            "Add",
            name + "/attended",
            [x, Attention(name + "/attn", key + "attn.", Norm(name + "/ln_1", key + "ln_1", x), mask)]
        );
        return graph.Node(
            "Add",
            name,
            [attended, FeedForward(name + "/mlp", key + "mlp.", Norm(name + "/ln_2", key + "ln_2", attended))]
        );
    }

    private string Attention(string name, string key, string x, string? mask)
    {
        // (B, T, W) to (B, T, 3W)
        var joint = graph.Linear(name + "/in_proj", x, weights[key + "in_proj_weight"], weights[key + "in_proj_bias"]);
        var parts = graph.Nodes(
            "Split",
            [name + "/query", name + "/key", name + "/value"],
            [joint, graph.Integers(width, width, width)],
            ("axis", -1)
        );
        var scaled = graph.Node(
            "Mul",
            name + "/query_scaled",
            [parts[0], graph.Number(name + "/scale", (float)Math.Pow((double)width / heads, -0.5))]
        );
        // From the mask to the softmax in 32 bits: the mask is out of the range of 16 bits.
        var scores = graph.ToFullPrecision(
            graph.Node(
                "MatMul",
                name + "/scores",
                [Heads(name + "/query_heads", scaled, 0, 2, 1, 3), Heads(name + "/key_heads", parts[1], 0, 2, 3, 1)]
            )
        );
        if (mask is not null)
            scores = graph.Node("Add", name + "/masked", [scores, mask]); // (B, h, T, T)
        var attention = graph.ToGraphPrecision(graph.Node("Softmax", name + "/softmax", [scores], ("axis", -1)));
        var mixed = graph.Node(
            "MatMul",
            name + "/mixed",
            [attention, Heads(name + "/value_heads", parts[2], 0, 2, 1, 3)]
        );
        // (B, h, T, W/h) to (B, T, h, W/h)
        var joined = graph.Node("Transpose", name + "/joined", [mixed], ("perm", new long[] { 0, 2, 1, 3 }));
        var flat = graph.Node("Reshape", name + "/flat", [joined, graph.Integers(0, 0, width)]); // (B, T, W)
        return graph.Linear(name + "/out_proj", flat, weights[key + "out_proj.weight"], weights[key + "out_proj.bias"]);
    }

    private string Heads(string name, string x, params long[] order)
    {
        var split = graph.Node("Reshape", name + "/split", [x, graph.Integers(0, 0, heads, width / heads)]);
        return graph.Node("Transpose", name, [split], ("perm", order));
    }

    private string FeedForward(string name, string key, string x)
    {
        var hidden = graph.Linear(name + "/c_fc", x, weights[key + "c_fc.weight"], weights[key + "c_fc.bias"]);
        return graph.Linear(
            name + "/c_proj",
            Activation(name + "/gelu", hidden),
            weights[key + "c_proj.weight"],
            weights[key + "c_proj.bias"]
        );
    }

    private string Activation(string name, string x)
    {
        if (weights.Config.QuickGelu)
        {
            var sigmoid = graph.Node(
                "Sigmoid",
                name + "/sigmoid",
                [graph.Node("Mul", name + "/scaled", [x, graph.Number(name + "/1.702", 1.702f)])]
            );
            return graph.Node("Mul", name, [x, sigmoid]);
        }
        // x * 0.5 * (1 + erf(x / sqrt 2))
        var erf = graph.Node(
            "Erf",
            name + "/erf",
            [graph.Node("Mul", name + "/scaled", [x, graph.Number(name + "/1_over_sqrt2", (float)Math.Sqrt(0.5))])]
        );
        var half = graph.Node("Mul", name + "/half", [x, graph.Number(name + "/0.5", 0.5f)]);
        return graph.Node(
            "Mul",
            name,
            [half, graph.Node("Add", name + "/1_plus_erf", [erf, graph.Number(name + "/1", 1f)])]
        );
    }

    private string Norm(string name, string key, string x) =>
        graph.LayerNorm(name, x, weights[key + ".weight"], weights[key + ".bias"], weights.Config.LayerNormEpsilon);
}
