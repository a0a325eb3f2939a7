using DialClip.Training.Loop;

namespace DialClip.Training.Pretraining;

/// <summary>The options of pretraining a vision tower on photos.</summary>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Vision">The dimensions of the tower.</param>
/// <param name="Loop">Steps, batch size and learning rates.</param>
/// <param name="PhotoShare">The share of photos in a batch; the rest are stickers.</param>
/// <param name="LogitScale">The factor on cosines in the loss, and of the resulting CLIP.</param>
/// <param name="CosineWeight">The weight of 1 - cosine to the caption beside the cross entropy.</param>
/// <param name="SmallestCrop">The side of the smallest random crop, as a share of a picture's short side.</param>
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
