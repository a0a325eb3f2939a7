using DialClip.Encoders.Imaging;
using DialClip.Training.Checkpoints;
using DialClip.Training.Loop;
using DialClip.Training.Modules;
using DialClip.Training.Terminal;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Pretraining;

/// <summary>Trains a vision tower on stickers and photos against the captions' features of a text tower that stays as it is.</summary>
internal sealed class PhotoPretrainer(
    PhotoPretrainOptions options,
    ClipWeights textFrom,
    RunFolder folder,
    IProgressSink progress,
    TimeProvider time
)
{
    /// <summary>Trains to the last step.</summary>
    /// <param name="pictures">Is given the text tower, frozen.</param>
    /// <param name="cancel">Saves a checkpoint and ends the work.</param>
    /// <returns>A CLIP of the old text tower and the new vision tower.</returns>
    public ClipWeights Run(Func<TextTower, CaptionedPictures> pictures, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        manual_seed(options.Seed);
        var sizes = textFrom.Config with { Vision = options.Vision };
        using var clip = new ClipTower(sizes);
        using (no_grad())
        {
            var own = clip.state_dict();
            foreach (
                var (name, weight) in textFrom.Tensors.Where(pair =>
                    pair.Key.StartsWith("text.", StringComparison.Ordinal)
                )
            )
                own[name].copy_(tensor(weight.Values, weight.Shape));
            clip.LogitScale.fill_(Math.Log(options.LogitScale));
        }
        var read = pictures(clip.Text);
        progress.WriteLine(
            $"{read.Photos.Count} photos, {read.Stickers.Count} stickers, {read.Captions.shape[0]} captions."
        );
        var preprocessor = new ImagePreprocessor(options.Vision.ImageSize, PictureSet.Mean, PictureSet.Std);
        new TrainingLoop(folder, options.Seed, progress, time).Run(
            "photos",
            clip.Visual,
            options.Loop,
            step => Loss(clip.Visual, read, preprocessor, step),
            null,
            cancel
        );
        var weights = new ClipWeights(sizes, ModuleWeights.Read(clip));
        weights.Validate("the trained model");
        return weights;
    }

    private Tensor Loss(VisionTower tower, CaptionedPictures pictures, ImagePreprocessor preprocessor, int step)
    {
        var random = new Random(TrainingLoop.SeedOf(options.Seed, step));
        var (size, side) = (options.Loop.BatchSize, options.Vision.ImageSize);
        var each = 3 * side * side;
        var pixels = new float[size * each];
        var captions = new long[size];
        for (var at = 0; at < size; at++)
        {
            var source =
                at < size * options.PhotoShare && pictures.Photos.Count > 0 ? pictures.Photos : pictures.Stickers;
            var (picture, caption) = source[random.Next(source.Count)];
            preprocessor
                .ToPixels(PictureAugmentation.Apply(picture, options.SmallestCrop, random))
                .CopyTo(pixels, at * each);
            captions[at] = caption;
        }
        var rows = tensor(captions);
        var found = functional.normalize(tower.call(tensor(pixels, [size, 3, side, side]), null), dim: -1); // (B, D)
        var cosine = (found * pictures.Captions.index_select(0, rows)).sum(1).mean();
        return functional.cross_entropy(found.matmul(pictures.Captions.t()) * options.LogitScale, rows)
            + (1 - cosine) * options.CosineWeight;
    }
}
