using DialClip.Training.Loop;

namespace DialClip.Training.Pretraining;

/// <summary>The options of pretraining a CLIP.</summary>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Dimension">D, which is also the width of the text tower.</param>
/// <param name="TextLayers">The number of blocks of the text tower.</param>
/// <param name="Vision">The dimensions of the vision tower.</param>
/// <param name="Heads">The number of attention heads of the text tower.</param>
/// <param name="ContextLength">The maximum number of tokens of a sentence.</param>
/// <param name="Mix">The shares of the sources of text pairs.</param>
/// <param name="Bag">The options of the first stage, a bag of words.</param>
/// <param name="Text">The options of the second stage, the text tower initialized from the bag.</param>
/// <param name="Pictures">The options of the third stage, the vision tower against the stickers' captions.</param>
internal sealed record PretrainOptions(
    int Seed,
    int Dimension,
    int TextLayers,
    int Heads,
    int ContextLength,
    VisionTowerConfig Vision,
    TextPairMix Mix,
    LoopOptions Bag,
    LoopOptions Text,
    LoopOptions Pictures
)
{
    /// <summary>Gets the options of the committed model.</summary>
    public static PretrainOptions Default { get; } =
        new(
            Seed: 0,
            Dimension: 128,
            TextLayers: 2,
            Heads: 4,
            ContextLength: 77,
            Vision: new(128, 2, 4, 64, 16),
            Mix: TextPairMix.Default,
            Bag: new(Steps: 3_000, BatchSize: 1024, PeakLearningRate: 3e-3, WarmUp: 100, WeightDecay: 0),
            Text: new(Steps: 500, BatchSize: 384, PeakLearningRate: 5e-4, WarmUp: 50, WeightDecay: 0.05),
            Pictures: new(Steps: 5_000, BatchSize: 96, PeakLearningRate: 1.5e-3, WarmUp: 60, WeightDecay: 0)
        );

    /// <summary>Gets the dimensions of the resulting CLIP.</summary>
    public ClipConfig Sizes(int vocabularySize) =>
        new(Dimension, new(Dimension, TextLayers, Heads, vocabularySize, ContextLength), Vision);
}
