using DialClip.Training.Checkpoints;
using DialClip.Training.Export.Onnx;

namespace DialClip.Training.Export;

/// <summary>Writes domain.onnx: no input; the domain prompts of both towers, for candidates.</summary>
internal static class DomainGraph
{
    public static ModelProto Make(HeadWeights weights)
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
