using DialClip.Training.Loop;
using DialClip.Training.Modules;

namespace DialClip.Training.Pretraining;

/// <summary>All that decides what a vision tower trained on photos becomes.</summary>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Vision">The tower.</param>
/// <param name="Loop">Steps and rates.</param>
/// <param name="PhotoShare">Share of a batch that are photos; the rest are stickers.</param>
/// <param name="LogitScale">The factor on cosines in the loss, and of the CLIP that is made.</param>
/// <param name="CosineWeight">Weight of 1 - cosine to the own caption beside the cross entropy.</param>
/// <param name="SmallestCrop">The smallest square that is cut out of a picture, as a share of its short side.</param>
internal sealed record PhotoPretrainOptions(
    int Seed,
    VisionTowerConfig Vision,
    LoopOptions Loop,
    double PhotoShare,
    double LogitScale,
    double CosineWeight,
    double SmallestCrop
)
{
    public static PhotoPretrainOptions Default { get; } =
        new(
            Seed: 0,
            Vision: new(128, 3, 4, 64, 8),
            Loop: new(Steps: 4_000, BatchSize: 96, PeakLearningRate: 1e-3, WarmUp: 100, WeightDecay: 0.1),
            PhotoShare: 0.7,
            LogitScale: 30,
            CosineWeight: 1,
            SmallestCrop: 0.6
        );
}
