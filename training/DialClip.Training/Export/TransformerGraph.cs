using DialClip.Training.Checkpoints;

namespace DialClip.Training.Export;

/// <summary>Writes the blocks of a tower; the TorchSharp module Transformer is what it must agree with.</summary>
/// <param name="graph">Where the nodes go.</param>
/// <param name="weights">The model's weights.</param>
/// <param name="tower">"text" or "visual".</param>
/// <param name="width">The tower's width.</param>
/// <param name="heads">Attention heads.</param>
/// <param name="layers">Blocks.</param>
internal sealed class TransformerGraph(
    GraphBuilder graph,
    ClipWeights weights,
    string tower,
    int width,
    int heads,
    int layers
)
{
    /// <summary>Writes all blocks, deep prompts spliced in before each.</summary>
    /// <param name="x">(B, T, W).</param>
    /// <param name="prompts">(B, L, P, W).</param>
    /// <param name="mask">(T + P, T + P), 32 bits, or null.</param>
    /// <param name="splice">Joins sequence and prompts: node name, sequence, prompts of the layer, layer.</param>
    public string Write(string x, string prompts, string? mask, Func<string, string, string, int, string> splice)
    {
        for (var layer = 0; layer < layers; layer++)
        {
            var at = $"{tower}/blocks.{layer}";
            var own = graph.Node("Gather", at + "/prompts", [prompts, graph.Integer(layer)], ("axis", 1)); // (B, P, W)
            x = Block(at, $"{tower}.transformer.resblocks.{layer}.", splice(at + "/spliced", x, own, layer), mask);
        }
        return x;
    }

    private string Block(string at, string key, string x, string? mask)
    {
        var attended = graph.Node(
            "Add",
            at + "/attended",
            [x, Attention(at + "/attn", key + "attn.", Norm(at + "/ln_1", key + "ln_1", x), mask)]
        );
        return graph.Node(
            "Add",
            at,
            [attended, FeedForward(at + "/mlp", key + "mlp.", Norm(at + "/ln_2", key + "ln_2", attended))]
        );
    }

    private string Attention(string at, string key, string x, string? mask)
    {
        var joint = graph.Linear(at + "/in_proj", x, weights[key + "in_proj_weight"], weights[key + "in_proj_bias"]); // (B, T, 3W)
        var parts = graph.Nodes(
            "Split",
            [at + "/query", at + "/key", at + "/value"],
            [joint, graph.Integers(width, width, width)],
            ("axis", -1)
        );
        var scaled = graph.Node(
            "Mul",
            at + "/query_scaled",
            [parts[0], graph.Number(at + "/scale", (float)Math.Pow((double)width / heads, -0.5))]
        );
        // From the mask to the softmax in 32 bits: the mask is far outside of what 16 hold.
        var scores = graph.Widened(
            graph.Node(
                "MatMul",
                at + "/scores",
                [Heads(at + "/query_heads", scaled, 0, 2, 1, 3), Heads(at + "/key_heads", parts[1], 0, 2, 3, 1)]
            )
        );
        if (mask is not null)
            scores = graph.Node("Add", at + "/masked", [scores, mask]); // (B, h, T, T)
        var shares = graph.Narrowed(graph.Node("Softmax", at + "/softmax", [scores], ("axis", -1)));
        var mixed = graph.Node("MatMul", at + "/mixed", [shares, Heads(at + "/value_heads", parts[2], 0, 2, 1, 3)]);
        var joined = graph.Node("Transpose", at + "/joined", [mixed], ("perm", new long[] { 0, 2, 1, 3 })); // (B, T, h, W/h)
        var flat = graph.Node("Reshape", at + "/flat", [joined, graph.Integers(0, 0, width)]); // (B, T, W)
        return graph.Linear(at + "/out_proj", flat, weights[key + "out_proj.weight"], weights[key + "out_proj.bias"]);
    }

    private string Heads(string at, string x, params long[] order)
    {
        var split = graph.Node("Reshape", at + "/split", [x, graph.Integers(0, 0, heads, width / heads)]);
        return graph.Node("Transpose", at, [split], ("perm", order));
    }

    private string FeedForward(string at, string key, string x)
    {
        var hidden = graph.Linear(at + "/c_fc", x, weights[key + "c_fc.weight"], weights[key + "c_fc.bias"]);
        return graph.Linear(
            at + "/c_proj",
            Activation(at + "/gelu", hidden),
            weights[key + "c_proj.weight"],
            weights[key + "c_proj.bias"]
        );
    }

    private string Activation(string at, string x)
    {
        if (weights.Config.QuickGelu)
        {
            var gate = graph.Node(
                "Sigmoid",
                at + "/sigmoid",
                [graph.Node("Mul", at + "/scaled", [x, graph.Number(at + "/1.702", 1.702f)])]
            );
            return graph.Node("Mul", at, [x, gate]);
        }
        // x * 0.5 * (1 + erf(x / sqrt 2))
        var erf = graph.Node(
            "Erf",
            at + "/erf",
            [graph.Node("Mul", at + "/scaled", [x, graph.Number(at + "/1_over_sqrt2", (float)Math.Sqrt(0.5))])]
        );
        var half = graph.Node("Mul", at + "/half", [x, graph.Number(at + "/0.5", 0.5f)]);
        return graph.Node("Mul", at, [half, graph.Node("Add", at + "/1_plus_erf", [erf, graph.Number(at + "/1", 1f)])]);
    }

    private string Norm(string at, string key, string x) =>
        graph.LayerNorm(at, x, weights[key + ".weight"], weights[key + ".bias"], weights.Config.LayerNormEpsilon);
}
