using DialClip.Encoders.Imaging;
using DialClip.Training.Data.Corpus;
using static TorchSharp.torch;

namespace DialClip.Training.Pretraining;

/// <summary>The stickers' pictures as input of the vision tower.</summary>
internal static class PictureSet
{
    /// <summary>The mean of each channel in CLIP's preprocessing (openai/CLIP, clip.py).</summary>
    public static readonly float[] Mean = [0.48145466f, 0.4578275f, 0.40821073f];

    /// <summary>The standard deviation of each channel in CLIP's preprocessing (openai/CLIP, clip.py).</summary>
    public static readonly float[] Std = [0.26862954f, 0.26130258f, 0.27577711f];

    /// <summary>Reads and preprocesses the picture of every sticker.</summary>
    /// <returns>(N, 3, S, S).</returns>
    public static Tensor Read(
        IReadOnlyList<Sticker> stickers,
        string folder,
        VisionTowerConfig vision,
        IProgress<long> progress,
        CancellationToken cancellationToken
    )
    {
        var preprocessor = new ImagePreprocessor(vision.ImageSize, Mean, Std);
        var pixelCount = 3 * vision.ImageSize * vision.ImageSize;
        var pixels = new float[stickers.Count * pixelCount];
        for (var index = 0; index < stickers.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            preprocessor
                .ToPixels(
                    ImageDecoder.Decode(
                        File.ReadAllBytes(Path.Combine(folder, stickers[index].Png)),
                        limits: null,
                        cancellationToken
                    )
                )
                .CopyTo(pixels, index * pixelCount);
            progress.Report(index + 1);
        }
        return tensor(pixels, [stickers.Count, 3, vision.ImageSize, vision.ImageSize]);
    }
}
