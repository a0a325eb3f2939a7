using DialClip.Encoders.Imaging;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Pretraining;

/// <summary>Pictures as the vision tower sees them.</summary>
internal static class PictureSet
{
    /// <summary>The mean of each colour that CLIP's models were trained with (openai/CLIP, clip.py).</summary>
    public static readonly float[] Mean = [0.48145466f, 0.4578275f, 0.40821073f];

    /// <summary>The deviation of each colour, from the same place.</summary>
    public static readonly float[] Std = [0.26862954f, 0.26130258f, 0.27577711f];

    /// <summary>Reads the picture of every sticker.</summary>
    /// <returns>(N, 3, S, S).</returns>
    public static Tensor Read(
        IReadOnlyList<Sticker> stickers,
        string folder,
        VisionTowerConfig vision,
        IProgress<long> progress,
        CancellationToken cancel
    )
    {
        var preprocessor = new ImagePreprocessor(vision.ImageSize, Mean, Std);
        var size = 3 * vision.ImageSize * vision.ImageSize;
        var pixels = new float[stickers.Count * size];
        for (var at = 0; at < stickers.Count; at++)
        {
            cancel.ThrowIfCancellationRequested();
            preprocessor
                .ToPixels(ImageDecoder.Decode(File.ReadAllBytes(Path.Combine(folder, stickers[at].Png))))
                .CopyTo(pixels, at * size);
            progress.Report(at + 1);
        }
        return tensor(pixels, [stickers.Count, 3, vision.ImageSize, vision.ImageSize]);
    }
}
