using DialClip.Artifacts.Format;
using DialClip.Backbones.Towers;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones;

/// <summary>Creates the properties of a backbone's manifest from a model.</summary>
public static class BackboneDescription
{
    /// <summary>Creates the properties.</summary>
    /// <param name="weights">The model.</param>
    /// <param name="id">The backbone's name.</param>
    /// <param name="precision">One of <see cref="BackbonePrecisions"/>.</param>
    /// <param name="mean">The means of red, green and blue, of values between 0 and 1.</param>
    /// <param name="std">The deviations.</param>
    public static BackboneProperties Create(ClipWeights weights, string id, string precision, float[] mean, float[] std)
    {
        var (config, text, vision) = (weights.Config, weights.Config.Text, weights.Config.Vision);
        return new()
        {
            Id = id,
            Precision = precision,
            WeightsDigest = weights.ComputeDigest(),
            Dimension = config.Dimension,
            Activation = ActivationNames.ToName(text.Activation),
            LogitScale = weights["logit_scale"].Values[0],
            Text = new(text.Width, text.Layers, text.Heads, text.ContextLength, text.VocabularySize)
            {
                Type = TowerNames.ToName(text.Type),
                Projection = TowerNames.ToName(text.Projection),
                TokenTypes = text.TokenTypes > 0 ? text.TokenTypes : null,
                LayerNormEpsilon = GetEpsilon(text.Blocks),
                HiddenWidth = GetHiddenWidth(text.Blocks),
                Causal = text.IsCausal ? null : false,
            },
            Vision = new(vision.Width, vision.Layers, vision.Heads, vision.ImageSize, vision.PatchSize, mean, std)
            {
                Type = TowerNames.ToName(vision.Type),
                StemWidth = GetNumber(vision, vision.StemWidth),
                PooledGrid = GetNumber(vision, vision.PooledGrid),
                BypassWidth = GetNumber(vision, vision.BypassWidth),
                Activation = vision.Activation == text.Activation ? null : ActivationNames.ToName(vision.Activation),
                LayerNormEpsilon = GetEpsilon(vision.Blocks),
                HiddenWidth = GetHiddenWidth(vision.Blocks),
                Pooling = PoolingNames.ToName(vision.Pooling),
            },
        };
    }

    // Null for defaults, so that a plain CLIP has the manifest that it always had.
    private static double? GetEpsilon(BlockConfig blocks) =>
        blocks.LayerNormEpsilon == BlockConfig.DefaultEpsilon ? null : blocks.LayerNormEpsilon;

    private static int? GetHiddenWidth(BlockConfig blocks) =>
        blocks.HiddenWidth == 4 * blocks.Width ? null : blocks.HiddenWidth;

    private static int? GetNumber(VisionTowerConfig vision, int number) =>
        vision.Type == VisionTowerType.ResNetVit ? number : null;
}
