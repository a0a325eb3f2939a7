using DialClip.Encoders.Imaging;
using DialClip.Training.Checkpoints;

namespace DialClip.Training.Verification;

/// <summary>Holds a real checkpoint against features that its makers' code gave for one picture and three texts.</summary>
internal static class RealFeatures
{
    /// <summary>The folder of the published features within a golden folder.</summary>
    public const string Folder = "openai-vit-b-32";

    // Published in half precision or computed in it: three digits of a unit vector's values.
    private const double Tolerance = 2e-3;

    private static readonly string[] Texts = ["a diagram", "a dog", "a cat"];

    /// <summary>Compares unit features in every engine.</summary>
    /// <param name="folder">The published features.</param>
    /// <param name="checkpoint">The checkpoint, with its vocabulary; null where it is not at hand.</param>
    /// <param name="engines">What makes the engines.</param>
    /// <exception cref="InvalidDataException">The checkpoint is of another width than the features.</exception>
    public static IEnumerable<GoldenGroup> Run(
        string folder,
        string? checkpoint,
        IReadOnlyList<Func<ClipWeights, ITowers>> engines
    )
    {
        if (!Directory.Exists(folder))
            return checkpoint is null ? [] : [GoldenGroup.Missing(Folder, "the golden folder holds no such features")];
        if (checkpoint is null)
            return [GoldenGroup.Missing(Folder, "no checkpoint of it was named; --real PATH names one")];
        var weights = ClipCheckpoint.Load(checkpoint);
        var tokenizer = ClipVocabulary.Load(checkpoint, weights.Config.Text.ContextLength);
        var (mean, std) = ClipPreprocessing.Read(checkpoint);
        var side = weights.Config.Vision.ImageSize;
        var pixels = new ImagePreprocessor(side, mean, std).ToPixels(
            ImageDecoder.Decode(File.ReadAllBytes(Path.Combine(folder, "CLIP.png")))
        );
        return
        [
            .. engines.SelectMany(engine =>
            {
                using var towers = engine(weights);
                var (text, vision) = (weights.Config.Text, weights.Config.Vision);
                var texts = Texts
                    .SelectMany(words =>
                        towers.EncodeText([tokenizer.Encode(words)], new([1, text.Layers, 0, text.Width], []))
                    )
                    .ToArray();
                var picture = towers.EncodePixels(
                    new([1, 3, side, side], pixels),
                    new([1, vision.Layers, 0, vision.Width], [])
                );
                return new[]
                {
                    Compare("text", texts, "text_features.npy"),
                    Compare("image", picture, "image_features.npy"),
                };

                GoldenGroup Compare(string name, float[] found, string file)
                {
                    var expected = GoldenFiles.NumpyFloats(Path.Combine(folder, file));
                    if (expected.Length != found.Length)
                        throw new InvalidDataException(
                            $"'{checkpoint}' gives {found.Length} values for '{file}', which holds {expected.Length}; expected OpenAI's ViT-B/32."
                        );
                    var width = weights.Config.Dimension;
                    var errors = Unit(found, width).Zip(Unit(expected, width), (a, b) => (double)Math.Abs(a - b));
                    return new(
                        $"{Folder}/{towers.Engine}/{name}",
                        found.Length / width,
                        errors.Aggregate(0.0, (worst, one) => double.IsNaN(one) || one > worst ? one : worst),
                        Tolerance,
                        null
                    );
                }
            }),
        ];
    }

    private static IEnumerable<float> Unit(float[] features, int width) =>
        features
            .Chunk(width)
            .SelectMany(row =>
            {
                var length = (float)Math.Sqrt(row.Sum(value => (double)value * value));
                return row.Select(value => value / length);
            });
}
