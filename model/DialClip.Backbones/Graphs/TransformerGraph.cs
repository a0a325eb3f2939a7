using DialClip.Backbones.Towers;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Graphs;

/// <summary>Adds the blocks of a tower to a graph, as the TorchSharp module <c>Transformer</c> computes them.</summary>
/// <param name="graph">Receives the nodes.</param>
/// <param name="weights">The model's weights.</param>
/// <param name="tower">The prefix of the weights' names: "text", "visual" or "visual.trunk".</param>
/// <param name="config">The tower's blocks.</param>
internal sealed class TransformerGraph(GraphBuilder graph, ClipWeights weights, string tower, BlockConfig config)
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
        var flat = graph.Attention(name, (parts[0], parts[1], parts[2]), mask, config);
        return graph.Linear(name + "/out_proj", flat, weights[key + "out_proj.weight"], weights[key + "out_proj.bias"]);
    }

    private string FeedForward(string name, string key, string x)
    {
        var hidden = graph.Linear(name + "/c_fc", x, weights[key + "c_fc.weight"], weights[key + "c_fc.bias"]);
        return graph.Linear(
            name + "/c_proj",
            graph.Activate(name + "/gelu", hidden, config.Activation),
            weights[key + "c_proj.weight"],
            weights[key + "c_proj.bias"]
        );
    }

    private string Norm(string name, string key, string x) =>
        graph.LayerNorm(name, x, weights[key + ".weight"], weights[key + ".bias"], config.LayerNormEpsilon);
}
