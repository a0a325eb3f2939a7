using DialClip.Encoders.Imaging;
using DialClip.Training.Checkpoints;
using DialClip.Training.Loop;
using DialClip.Training.Modules;
using DialClip.Training.Terminal;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Pretraining;

/// <summary>Trains a vision tower on stickers and photos against caption features of a frozen text tower.</summary>
internal sealed class PhotoPretrainer(
    PhotoPretrainOptions options,
    ClipWeights textFrom,
    RunFolder folder,
    IProgressSink progress,
    TimeProvider time
)
{
    /// <summary>Trains the tower to the last step, resuming an interrupted run.</summary>
    /// <param name="pictures">Reads the pictures, given the frozen text tower.</param>
    /// <param name="cancellationToken">Saves a checkpoint and stops.</param>
    /// <returns>A CLIP of the given text tower and the trained vision tower.</returns>
    public ClipWeights Run(Func<ITextTower, CaptionedPictures> pictures, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        manual_seed(options.Seed);
        // One activation for both towers, as open_clip's layout has it.
        var sizes = textFrom.Config with
        {
            Vision = options.Vision with { Activation = textFrom.Config.Text.Activation },
        };
        using var clip = new ClipTowers(sizes);
        using (no_grad())
        {
            var parameters = clip.state_dict();
            foreach (
                var (name, weight) in textFrom.Tensors.Where(pair =>
                    pair.Key.StartsWith("text.", StringComparison.Ordinal)
                )
            )
                parameters[name].copy_(tensor(weight.Values, weight.Shape));
            clip.LogitScale.fill_(Math.Log(options.LogitScale));
        }
        var read = pictures(clip.Text);
        progress.WriteLine(
            $"{read.Photos.Count} photos, {read.Stickers.Count} stickers, {read.Captions.shape[0]} captions."
        );
        var preprocessor = new ImagePreprocessor(options.Vision.ImageSize, PictureSet.Mean, PictureSet.Std);
        new TrainingLoop(folder, options.Seed, progress, time).Run(
            "photos",
            (Module)clip.Visual,
            options.Loop,
            step => ComputeLoss(clip.Visual, read, preprocessor, step),
            null,
            cancellationToken
        );
        var weights = new ClipWeights(sizes, ModuleWeights.Read(clip));
        weights.Validate("the trained model");
        return weights;
    }

    private Tensor ComputeLoss(IVisionTower tower, CaptionedPictures pictures, ImagePreprocessor preprocessor, int step)
    {
        var random = new Random(TrainingLoop.GetSeed(options.Seed, step));
        var (size, side) = (options.Loop.BatchSize, options.Vision.ImageSize);
        var pixelCount = 3 * side * side;
        var pixels = new float[size * pixelCount];
        var captions = new long[size];
        for (var index = 0; index < size; index++)
        {
            var source =
                index < size * options.PhotoShare && pictures.Photos.Count > 0 ? pictures.Photos : pictures.Stickers;
            var (picture, caption) = source[random.Next(source.Count)];
            preprocessor
                .ToPixels(PictureAugmentation.Apply(picture, options.SmallestCrop, random))
                .CopyTo(pixels, index * pixelCount);
            captions[index] = caption;
        }
        var rows = tensor(captions);
        var features = functional.normalize(tower.call(tensor(pixels, [size, 3, side, side]), null), dim: -1); // (B, D)
        var cosine = (features * pictures.Captions.index_select(0, rows)).sum(1).mean();
        return functional.cross_entropy(features.matmul(pictures.Captions.t()) * options.LogitScale, rows)
            + (1 - cosine) * options.CosineWeight;
    }
}
