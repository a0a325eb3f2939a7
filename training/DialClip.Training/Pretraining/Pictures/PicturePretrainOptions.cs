using DialClip.Training.Loop;

namespace DialClip.Training.Pretraining.Pictures;

/// <summary>The options of training the picture tower.</summary>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Epochs">How often every view is seen.</param>
/// <param name="Loop">Batch size and learning rates; the epochs decide the steps.</param>
/// <param name="PhotosPerClass">The most photos of a class.</param>
/// <param name="PhotoAugmentations">The changed views of a photo, beside the photo as it is.</param>
/// <param name="StickerAugmentations">The changed views of a drawing, beside the drawing as it is.</param>
/// <param name="TrunkDropout">The share of token values that a step drops.</param>
/// <param name="BypassDropout">The share of the by-pass's hidden values that a step drops.</param>
/// <param name="InitialScale">The first factor on cosines; it is learned.</param>
/// <param name="MaxScale">The highest factor on cosines.</param>
/// <param name="ServedScale">The backbone's factor on cosines, from which the training of heads starts.</param>
/// <param name="CosineWeight">The weight of 1 - cosine to the mean caption beside the cross entropy.</param>
/// <param name="SoftShare">The share of the target that goes to concepts with similar captions.</param>
/// <param name="SoftTemperature">The temperature of the similarity of captions.</param>
internal sealed record PicturePretrainOptions(
    int Seed,
    int Epochs,
    LoopOptions Loop,
    int PhotosPerClass,
    int PhotoAugmentations,
    int StickerAugmentations,
    double TrunkDropout,
    double BypassDropout,
    double InitialScale,
    double MaxScale,
    double ServedScale,
    double CosineWeight,
    double SoftShare,
    double SoftTemperature
)
{
    public static PicturePretrainOptions Default { get; } =
        new(
            Seed: 0,
            Epochs: 10,
            Loop: new(Steps: 0, BatchSize: 192, PeakLearningRate: 2e-3, WarmUp: 100, WeightDecay: 0.05),
            PhotosPerClass: 20,
            PhotoAugmentations: 1,
            StickerAugmentations: 2,
            TrunkDropout: 0.1,
            BypassDropout: 0.3,
            InitialScale: 20,
            MaxScale: 60,
            ServedScale: 30,
            CosineWeight: 1,
            SoftShare: 0,
            SoftTemperature: 0.1
        );
}
