using DialClip.Encoders;
using DialClip.Training.Modules;

namespace DialClip.Training.Checkpoints;

/// <summary>The names and shapes of a DialCLIP head's weights.</summary>
internal static class HeadShapes
{
    /// <summary>Computes the shape of every weight of a head, by name.</summary>
    public static IReadOnlyDictionary<string, long[]> Compute(ClipConfig clip, DialClipConfig config)
    {
        long rank = config.Rank;
        var shapes = new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            ["logit_scale"] = [],
            ["context.down.weight"] = [rank, clip.Dimension],
            ["context.down.bias"] = [rank],
            ["context.modality.weight"] = [2, rank],
            ["context.speaker.weight"] = [2, rank],
            ["context.distance.weight"] = [ContextBatch.Distances, rank],
            ["context.queries"] = [config.ContextPrompts, rank],
            ["context.norm.weight"] = [rank],
            ["context.norm.bias"] = [rank],
            ["domain.text"] = [clip.Text.Layers, config.DomainPrompts, clip.Text.Width],
            ["domain.vision"] = [clip.Vision.Layers, config.DomainPrompts, clip.Vision.Width],
            ["intent.linear.weight"] = [IntentProbabilities.Count, clip.Dimension],
            ["intent.linear.bias"] = [IntentProbabilities.Count],
        };
        foreach (var linear in new[] { "query", "key", "value", "mix" })
        {
            shapes[$"context.{linear}.weight"] = [rank, rank];
            shapes[$"context.{linear}.bias"] = [rank];
        }
        foreach (
            var (tower, layers, width) in new[]
            {
                ("text", clip.Text.Layers, clip.Text.Width),
                ("vision", clip.Vision.Layers, clip.Vision.Width),
            }
        )
        {
            shapes[$"context.up_{tower}.weight"] = [config.PerLayerUp ? layers : 1, rank, width];
            if (!config.PerLayerUp)
                shapes[$"context.up_{tower}.scale"] = [layers, 1, rank];
        }
        foreach (var side in new[] { "query_experts", "candidate_experts" })
        {
            shapes[side + ".down"] = [Experts.Count, clip.Dimension, config.ExpertRank];
            shapes[side + ".up"] = [Experts.Count, config.ExpertRank, clip.Dimension];
        }
        return shapes;
    }
}
