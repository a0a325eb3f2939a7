using DialClip.Backbones.Towers;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Tests.Graphs;

/// <summary>The BERT tower with deep prompts as plain loops in double precision.</summary>
internal sealed class ReferenceBert(ClipWeights weights)
{
    private readonly ReferenceLayers layers = new(weights);
    private readonly TextTowerConfig text = weights.Config.Text;

    /// <summary>Encodes one text.</summary>
    /// <param name="ids">Its tokens, none of which is padding.</param>
    /// <param name="prompts">(B, L, P, W).</param>
    /// <param name="row">The text's row of the prompts.</param>
    public double[] Encode(int[] ids, TensorData prompts, int row)
    {
        var x = ids.Select(Embed).ToList();
        for (var layer = 0; layer < text.Layers; layer++)
        {
            var tokens = layer == 0 ? x : [x[0], .. x.Skip(1 + (int)prompts.Shape[2])];
            x = Layer(layer, [tokens[0], .. ReferenceLayers.Prompts(prompts, row, layer), .. tokens.Skip(1)]);
        }
        List<double[]> real = [x[0], .. x.Skip(1 + (int)prompts.Shape[2])];
        double[] mean = [.. Enumerable.Range(0, text.Width).Select(i => real.Average(token => token[i]))];
        return text.Projection switch
        {
            TextProjection.None => mean,
            TextProjection.Mlp => layers.Linear(
                "text.dense.2",
                [.. layers.Linear("text.dense.0", mean).Select(ReferenceLayers.Gelu)]
            ),
            _ => layers.Linear("text.dense", mean),
        };
    }

    private double[] Embed(int id, int place)
    {
        var sum = ReferenceLayers.Add(
            layers.Row("text.embeddings.word_embeddings.weight", id),
            layers.Row("text.embeddings.position_embeddings.weight", place)
        );
        if (text.TokenTypes > 0)
            sum = ReferenceLayers.Add(sum, layers.Row("text.embeddings.token_type_embeddings.weight", 0));
        return layers.Norm("text.embeddings.LayerNorm", sum, text.LayerNormEpsilon);
    }

    private List<double[]> Layer(int layer, List<double[]> x)
    {
        var at = $"text.encoder.layer.{layer}.";
        List<double[]> Project(string name) => [.. x.Select(token => layers.Linear(at + name, token))];
        var mixed = ReferenceLayers.Attend(
            Project("attention.self.query"),
            Project("attention.self.key"),
            Project("attention.self.value"),
            text.Heads,
            _ => true
        );
        return
        [
            .. x.Select(
                (token, place) =>
                {
                    var attended = layers.Norm(
                        at + "attention.output.LayerNorm",
                        ReferenceLayers.Add(token, layers.Linear(at + "attention.output.dense", mixed[place])),
                        text.LayerNormEpsilon
                    );
                    double[] hidden =
                    [
                        .. layers.Linear(at + "intermediate.dense", attended).Select(ReferenceLayers.Gelu),
                    ];
                    return layers.Norm(
                        at + "output.LayerNorm",
                        ReferenceLayers.Add(attended, layers.Linear(at + "output.dense", hidden)),
                        text.LayerNormEpsilon
                    );
                }
            ),
        ];
    }
}
