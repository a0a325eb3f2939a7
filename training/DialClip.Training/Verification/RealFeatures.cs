using DialClip.Encoders.Imaging;
using DialClip.Training.Checkpoints;

namespace DialClip.Training.Verification;

/// <summary>Compares a real checkpoint with the features that its authors' code computes.</summary>
/// <remarks>One picture and three texts.</remarks>
internal static class RealFeatures
{
    /// <summary>The folder of those features in a golden folder.</summary>
    public const string Folder = "openai-vit-b-32";

    // They were computed in half precision: three digits of the elements of a unit vector.
    private const double Tolerance = 2e-3;

    private static readonly string[] Texts = ["a diagram", "a dog", "a cat"];

    /// <summary>Compares normalized features in every engine.</summary>
    /// <param name="folder">The folder of the expected features.</param>
    /// <param name="checkpoint">The checkpoint, with its vocabulary; null to skip.</param>
    /// <param name="engines">Create the engines.</param>
    /// <exception cref="InvalidDataException">The checkpoint has features of another size.</exception>
    public static IEnumerable<GoldenGroup> Run(
        string folder,
        string? checkpoint,
        IReadOnlyList<Func<ClipWeights, ITowers>> engines
    )
    {
        if (!Directory.Exists(folder))
            return checkpoint is null
                ? []
                : [GoldenGroup.CreateAbsent(Folder, "the golden folder holds no such features")];
        if (checkpoint is null)
            return [GoldenGroup.CreateAbsent(Folder, "--real names no checkpoint")];
        var weights = ClipCheckpoint.Load(checkpoint);
        var tokenizer = ClipVocabulary.Load(checkpoint, weights);
        var side = weights.Config.Vision.ImageSize;
        var pixels = ClipPreprocessing
            .Read(checkpoint)
            .CreatePreprocessor(side)
            .ToPixels(ImageDecoder.Decode(File.ReadAllBytes(Path.Combine(folder, "CLIP.png"))));
        return
        [
            .. engines.SelectMany(engine =>
            {
                using var towers = engine(weights);
                var (text, vision) = (weights.Config.Text, weights.Config.Vision);
                var texts = Texts
                    .SelectMany(sentence =>
                        towers.EncodeText([tokenizer.Encode(sentence)], new([1, text.Layers, 0, text.Width], []))
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

                GoldenGroup Compare(string name, float[] actual, string file)
                {
                    var expected = GoldenFiles.ReadNumpyFloats(Path.Combine(folder, file));
                    if (expected.Length != actual.Length)
                        throw new InvalidDataException(
                            $"'{checkpoint}' gives {actual.Length} values for '{file}', which holds {expected.Length}; "
                                + "expected OpenAI's ViT-B/32."
                        );
                    var width = weights.Config.Dimension;
                    var errors = Normalize(actual, width)
                        .Zip(Normalize(expected, width), (a, b) => (double)Math.Abs(a - b));
                    return new(
                        $"{Folder}/{towers.Engine}/{name}",
                        actual.Length / width,
                        errors.Aggregate(0.0, (max, error) => double.IsNaN(error) || error > max ? error : max),
                        Tolerance,
                        null
                    );
                }
            }),
        ];
    }

    private static IEnumerable<float> Normalize(float[] features, int width) =>
        features
            .Chunk(width)
            .SelectMany(row =>
            {
                var length = (float)Math.Sqrt(row.Sum(value => (double)value * value));
                return row.Select(value => value / length);
            });
}
