using DialClip.Backbones.Graphs.Onnx;
using DialClip.Backbones.Towers;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Graphs;

/// <summary>The graph of text.onnx for a <see cref="TextTowerType.Bert"/>.</summary>
/// <remarks>
/// Its inputs and output are those of <see cref="TextGraph"/>; <c>eot</c> is the index of the last token, and what
/// stands behind it is neither attended to nor pooled.
/// </remarks>
internal sealed class BertGraph
{
    private const float Masked = -1e9f;

    private readonly GraphBuilder graph;
    private readonly NamedLayers layers;
    private readonly ClipConfig config;
    private readonly string ids;
    private readonly string eot;
    private readonly string prompts;
    private readonly string first;
    private readonly string behindPrompts;
    private readonly string promptCount;

    private BertGraph(ClipWeights weights, WeightsFile? external, bool half)
    {
        (config, graph) = (weights.Config, new GraphBuilder("text", external, half));
        layers = new(graph, weights);
        var text = config.Text;
        ids = graph.Int64Input("input_ids", "B", "T");
        eot = graph.Int64Input("eot", "B");
        var deepPrompts = graph.FloatInput("deep_prompts", "B", text.Layers, "P", text.Width);
        prompts = graph.ToGraphPrecision(deepPrompts);
        promptCount = graph.Size("text/prompt_count", deepPrompts, 2);
        first = graph.Integers(1);
        behindPrompts = graph.Node("Add", "text/behind_prompts", [promptCount, first]);
    }

    private TextTowerConfig Text => config.Text;

    /// <summary>Creates the graph; batch, sentence length and prompt count (0 or more) are dynamic.</summary>
    public static ModelProto Create(ClipWeights weights, WeightsFile? external = null, bool half = false) =>
        new BertGraph(weights, external, half).Create();

    private ModelProto Create()
    {
        var isPadding = FindPadding(); // (B, T)
        var mask = MaskScores(isPadding); // (B, 1, 1, T + P)
        var x = Embed();
        for (var layer = 0; layer < Text.Layers; layer++)
            x = Layer($"text/layers.{layer}", BertNames.GetLayer(layer), Splice(x, layer), mask);
        graph.Output(Project(Mean(x, isPadding)), "features", "B", config.Dimension);
        return graph.Build();
    }

    private string Embed()
    {
        var x = graph.Node("Gather", "text/words", [layers.Weight(BertNames.Words), ids]); // (B, T, W)
        if (Text.TokenTypes > 0)
            x = graph.Node(
                "Add",
                "text/typed",
                [x, graph.Node("Gather", "text/type", [layers.Weight(BertNames.TokenTypes), graph.ScalarInteger(0)])]
            );
        var positions = graph.Node(
            "Slice",
            "text/places",
            [layers.Weight(BertNames.Positions), graph.Integers(0), graph.Size("text/length", ids, 1)]
        );
        var embedded = graph.Node("Add", "text/embedded", [x, positions]);
        return layers.Norm("text/embedded_norm", embedded, BertNames.EmbeddingNorm, Text.LayerNormEpsilon);
    }

    // The layer's prompts stand behind the first token, in place of those of the layer before.
    private string Splice(string x, int layer)
    {
        var name = $"text/layers.{layer}";
        return graph.Node(
            "Concat",
            name + "/spliced",
            [
                graph.SlicePositions(name + "/first", x, graph.Integers(0), first),
                graph.Node("Gather", name + "/prompts", [prompts, graph.ScalarInteger(layer)], ("axis", 1)),
                graph.SlicePositions(name + "/tokens", x, layer == 0 ? first : behindPrompts, End),
            ],
            ("axis", 1)
        );
    }

    private string Layer(string name, string key, string x, string mask)
    {
        var self = key + "attention.self.";
        var mixed = graph.Attention(
            name + "/attention",
            (
                layers.Linear(name + "/query", x, self + "query"),
                layers.Linear(name + "/key", x, self + "key"),
                layers.Linear(name + "/value", x, self + "value")
            ),
            mask,
            Text.Blocks
        );
        var attended = AddAndNorm(name + "/attended", mixed, x, key + "attention.output.");
        var hidden = graph.Activate(
            name + "/gelu",
            layers.Linear(name + "/hidden", attended, key + "intermediate.dense"),
            Text.Activation
        );
        return AddAndNorm(name + "/output", hidden, attended, key + "output.");
    }

    private string AddAndNorm(string name, string value, string residual, string key) =>
        layers.Norm(
            name,
            graph.Node("Add", name + "/sum", [layers.Linear(name + "/dense", value, key + "dense"), residual]),
            key + "LayerNorm",
            Text.LayerNormEpsilon
        );

    private string FindPadding()
    {
        var length = graph.Node("Squeeze", "text/mask/count", [graph.Size("text/mask/length", ids, 1)]);
        var positions = graph.Node(
            "Range",
            "text/mask/places",
            [graph.ScalarInteger(0), length, graph.ScalarInteger(1)]
        );
        return graph.Node(
            "Greater",
            "text/mask/behind_last",
            [
                graph.Node("Unsqueeze", "text/mask/columns", [positions, graph.Integers(0)]),
                graph.Node("Unsqueeze", "text/mask/ends", [eot, graph.Integers(1)]),
            ]
        );
    }

    private string MaskScores(string isPadding)
    {
        var open = graph.FullPrecisionNumber("text/mask/open", 0);
        var closed = graph.FullPrecisionNumber("text/mask/closed", Masked);
        var tokens = graph.Node("Where", "text/mask/tokens", [isPadding, closed, open]); // (B, T)
        var shape = graph.Node(
            "Concat",
            "text/mask/prompts_shape",
            [graph.Size("text/mask/batch", ids, 0), promptCount],
            ("axis", 0)
        );
        var spliced = graph.Node(
            "Concat",
            "text/mask/spliced",
            [
                graph.SlicePositions("text/mask/first", tokens, graph.Integers(0), first),
                graph.Node("Expand", "text/mask/prompts", [open, shape]),
                graph.SlicePositions("text/mask/others", tokens, first, End),
            ],
            ("axis", 1)
        );
        return graph.Node("Unsqueeze", "text/mask", [spliced, graph.Integers(1, 2)]);
    }

    // The mean over the tokens, (B, W), in 32 bits: without prompts and padding.
    private string Mean(string x, string isPadding)
    {
        var tokens = graph.ToFullPrecision(
            graph.Node(
                "Concat",
                "text/tokens",
                [
                    graph.SlicePositions("text/tokens/first", x, graph.Integers(0), first),
                    graph.SlicePositions("text/tokens/others", x, behindPrompts, End),
                ],
                ("axis", 1)
            )
        ); // (B, T, W)
        var counted = graph.Node(
            "Where",
            "text/mean/counted",
            [isPadding, graph.FullPrecisionNumber("text/mean/0", 0), graph.FullPrecisionNumber("text/mean/1", 1)]
        ); // (B, T)
        var sum = graph.Node(
            "Squeeze",
            "text/mean/sum",
            [
                graph.Node(
                    "MatMul",
                    "text/mean/sums",
                    [graph.Node("Unsqueeze", "text/mean/row", [counted, graph.Integers(1)]), tokens]
                ),
                graph.Integers(1),
            ]
        ); // (B, W)
        var count = graph.Node("ReduceSum", "text/mean/count", [counted, graph.Integers(1)], ("keepdims", 1));
        return graph.Node("Div", "text/mean", [sum, count]);
    }

    private string Project(string mean)
    {
        switch (Text.Projection)
        {
            case TextProjection.None:
                return mean;
            case TextProjection.Mlp:
                var hidden = layers.Linear(
                    "text/projection/hidden",
                    graph.ToGraphPrecision(mean),
                    BertNames.Projection + ".0"
                );
                var activated = graph.Activate("text/projection/gelu", hidden, Activation.Gelu);
                return graph.ToFullPrecision(layers.Linear("text/projection", activated, BertNames.Projection + ".2"));
            default:
                return graph.ToFullPrecision(
                    layers.Linear("text/projection", graph.ToGraphPrecision(mean), BertNames.Projection)
                );
        }
    }

    private string End => graph.Integers(int.MaxValue);
}
