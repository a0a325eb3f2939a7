using DialClip.Artifacts.Format;
using DialClip.Encoders.Text;
using DialClip.Training.Terminal;
using DialClip.Training.Verification;

namespace DialClip.Training.Export;

/// <summary>Compares exported towers with TorchSharp.</summary>
/// <remarks>One tower in one engine at a time is in memory.</remarks>
internal static class BackboneParity
{
    /// <summary>The number of steps that <see cref="Run"/> reports: each tower in each engine.</summary>
    public const int Steps = 4;

    private const int Cases = 6;
    private const int Prompts = 3;

    // Words and signs of several scripts; each row is repeated until it fills its part of the context.
    private static readonly string[] Sentences =
    [
        "hi!",
        "a photo of two dogs playing in the snow, isn't it?",
        "Congratulations! You got the promotion \U0001F389 12345 times",
        "crème brûlée, Straße, привет, 你好, مرحبا",
        "the quick brown fox jumps over the lazy dog",
        "unbelievably naive extraordinary circumstances",
    ];

    /// <summary>Compares sentences of several lengths and random pictures, with and without prompts.</summary>
    /// <param name="weights">The model.</param>
    /// <param name="tokenizer">The tokenizer of the exported vocabulary.</param>
    /// <param name="folder">A folder with text.onnx and vision.onnx.</param>
    /// <param name="parity">Compares and collects the differences.</param>
    /// <param name="stage">Advances with every step; may be null.</param>
    /// <param name="cancellationToken">Cancels the work before the next step.</param>
    /// <exception cref="InvalidDataException">The graphs differ by more than the tolerance.</exception>
    public static ParityProperties Run(
        ClipWeights weights,
        ITextTokenizer tokenizer,
        string folder,
        ParityCheck parity,
        ProgressStage? stage,
        CancellationToken cancellationToken
    )
    {
        var (text, vision, random) = (weights.Config.Text, weights.Config.Vision, new Random(1));
        int[][] sentences =
        [
            .. Enumerable
                .Range(0, Cases)
                .Select(i => CreateSentence(tokenizer, i, 2 + i * (text.ContextLength - 2) / (Cases - 1))),
        ];
        var pixels = CreateNoise(random, Cases, 3, vision.ImageSize, vision.ImageSize);
        (TensorData Text, TensorData Vision)[] prompts =
        [
            .. new[] { 0, Prompts }.Select(count =>
                (
                    CreateNoise(random, Cases, text.Layers, count, text.Width),
                    CreateNoise(random, Cases, vision.Layers, count, vision.Width)
                )
            ),
        ];
        Compare("text tower", towers => [.. prompts.Select(prompt => towers.EncodeText(sentences, prompt.Text))]);
        Compare("vision tower", towers => [.. prompts.Select(prompt => towers.EncodePixels(pixels, prompt.Vision))]);
        return parity.Result;

        void Compare(string name, Func<ITowers, float[][]> encode)
        {
            var module = Encode(new TorchTowers(weights), $"{name} in TorchSharp");
            var graph = Encode(new OnnxTowers(folder), $"{name} in ONNX Runtime");
            foreach (var (expected, actual) in module.Zip(graph))
                parity.CompareFeatures(name, expected, actual, weights.Config.Dimension);

            float[][] Encode(ITowers towers, string step)
            {
                using (towers)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    stage?.Describe(step);
                    var features = encode(towers);
                    stage?.Advance();
                    return features;
                }
            }
        }
    }

    // Length counts start and end.
    private static int[] CreateSentence(ITextTokenizer tokenizer, int index, int length)
    {
        var sentence = string.Join(' ', Enumerable.Repeat(Sentences[index], 1 + length / 4));
        return [tokenizer.StartToken, .. tokenizer.EncodeText(sentence, length - 2), tokenizer.EndToken];
    }

    private static TensorData CreateNoise(Random random, params long[] shape) =>
        new(
            shape,
            [
                .. Enumerable
                    .Range(0, (int)shape.Aggregate(1L, (count, size) => count * size))
                    .Select(_ => random.NextSingle() * 2 - 1),
            ]
        );
}
