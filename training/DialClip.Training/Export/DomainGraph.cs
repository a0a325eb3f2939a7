using DialClip.Backbones.Graphs;
using DialClip.Backbones.Graphs.Onnx;
using DialClip.Training.Checkpoints;

namespace DialClip.Training.Export;

/// <summary>The graph of domain.onnx: the deep prompts of candidates in both towers; no input.</summary>
internal static class DomainGraph
{
    /// <summary>Creates the graph.</summary>
    public static ModelProto Create(HeadWeights weights)
    {
        var graph = new GraphBuilder("domain");
        foreach (var tower in new[] { "text", "vision" })
        {
            var prompts = weights["domain." + tower];
            graph.Output(
                graph.Weight("domain." + tower, prompts),
                tower + "_prompts",
                [.. prompts.Shape.Cast<object>()]
            );
        }
        return graph.Build();
    }
}
