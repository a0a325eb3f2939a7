using DialClip.Backbones.Towers;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Graphs;

/// <summary>Adds the blocks of a tower to a graph, as the TorchSharp module <c>Transformer</c> computes them.</summary>
/// <param name="graph">Receives the nodes.</param>
/// <param name="weights">The model's weights.</param>
/// <param name="tower">"text" or "visual".</param>
/// <param name="config">The tower's blocks.</param>
public sealed class TransformerGraph(GraphBuilder graph, ClipWeights weights, string tower, BlockConfig config)
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
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var name = $"{tower}/blocks.{layer}";
            // (B, P, W)
            var layerPrompts = graph.Node(
                "Gather",
                name + "/prompts",
                [prompts, graph.ScalarInteger(layer)],
                ("axis", 1)
            );
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
            [joint, graph.Integers(config.Width, config.Width, config.Width)],
            ("axis", -1)
        );
        var scaled = graph.Node(
            "Mul",
            name + "/query_scaled",
            [parts[0], graph.Number(name + "/scale", (float)Math.Pow((double)config.Width / config.Heads, -0.5))]
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
        var flat = graph.Node("Reshape", name + "/flat", [joined, graph.Integers(0, 0, config.Width)]); // (B, T, W)
        return graph.Linear(name + "/out_proj", flat, weights[key + "out_proj.weight"], weights[key + "out_proj.bias"]);
    }

    private string Heads(string name, string x, params long[] order)
    {
        var split = graph.Node(
            "Reshape",
            name + "/split",
            [x, graph.Integers(0, 0, config.Heads, config.Width / config.Heads)]
        );
        return graph.Node("Transpose", name, [split], ("perm", order));
    }

    private string FeedForward(string name, string key, string x)
    {
        var hidden = graph.Linear(name + "/c_fc", x, weights[key + "c_fc.weight"], weights[key + "c_fc.bias"]);
        return graph.Linear(
            name + "/c_proj",
            Activate(name + "/gelu", hidden),
            weights[key + "c_proj.weight"],
            weights[key + "c_proj.bias"]
        );
    }

    private string Activate(string name, string x)
    {
        if (config.Activation == Activation.QuickGelu)
        {
            var sigmoid = graph.Node(
                "Sigmoid",
                name + "/sigmoid",
                [graph.Node("Mul", name + "/scaled", [x, graph.Number(name + "/1.702", 1.702f)])]
            );
            return graph.Node("Mul", name, [x, sigmoid]);
        }
        // x * 0.5 * (1 + erf(x / sqrt 2)), or x * 0.5 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x³)))
        var isTanh = config.Activation == Activation.TanhGelu;
        var curve = isTanh ? Tanh(name, x) : Erf(name, x);
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

    private string Erf(string name, string x) =>
        graph.Node(
            "Erf",
            name + "/erf",
            [graph.Node("Mul", name + "/scaled", [x, graph.Number(name + "/1_over_sqrt2", (float)Math.Sqrt(0.5))])]
        );

    private string Tanh(string name, string x)
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

    private string Norm(string name, string key, string x) =>
        graph.LayerNorm(name, x, weights[key + ".weight"], weights[key + ".bias"], config.LayerNormEpsilon);
}
