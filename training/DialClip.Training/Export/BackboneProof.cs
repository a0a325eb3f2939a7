using DialClip.Artifacts.Format;
using DialClip.Training.Checkpoints;
using DialClip.Training.Modules;
using DialClip.Training.Terminal;
using DialClip.Training.Verification;

namespace DialClip.Training.Export;

/// <summary>Compares exported towers with TorchSharp, one tower in one engine after the other: no two of them are in memory at once.</summary>
internal static class BackboneProof
{
    /// <summary>The passes that <see cref="Run"/> reports: each tower in each engine.</summary>
    public const int Passes = 4;

    private const int Cases = 6;
    private const int Prompts = 3;

    /// <summary>Runs sentences of every length and pictures of noise, without prompts and with some.</summary>
    /// <param name="weights">The model.</param>
    /// <param name="folder">A folder with text.onnx and vision.onnx.</param>
    /// <param name="parity">What is allowed.</param>
    /// <param name="stage">Advances with every pass; may be null.</param>
    /// <param name="cancellationToken">Ends the work before the next pass.</param>
    /// <exception cref="InvalidDataException">The graphs do not agree with TorchSharp.</exception>
    public static ParityProperties Run(
        ClipWeights weights,
        string folder,
        Parity parity,
        ProgressStage? stage,
        CancellationToken cancellationToken
    )
    {
        var (text, vision, random) = (weights.Config.Text, weights.Config.Vision, new Random(1));
        int[][] sentences =
        [
            .. Enumerable
                .Range(0, Cases)
                .Select(at => Sentence(random, text, 2 + at * (text.ContextLength - 2) / (Cases - 1))),
        ];
        var pixels = Noise(random, Cases, 3, vision.ImageSize, vision.ImageSize);
        (TensorData Text, TensorData Vision)[] prompts =
        [
            .. new[] { 0, Prompts }.Select(count =>
                (
                    Noise(random, Cases, text.Layers, count, text.Width),
                    Noise(random, Cases, vision.Layers, count, vision.Width)
                )
            ),
        ];
        Compare("text tower", towers => [.. prompts.Select(prompt => towers.EncodeText(sentences, prompt.Text))]);
        Compare("vision tower", towers => [.. prompts.Select(prompt => towers.EncodePixels(pixels, prompt.Vision))]);
        return parity.Result;

        void Compare(string what, Func<ITowers, float[][]> encode)
        {
            var module = Encode(new TorchTowers(weights), $"{what} in TorchSharp");
            var graph = Encode(new OnnxTowers(folder), $"{what} in ONNX Runtime");
            foreach (var (expected, found) in module.Zip(graph))
                parity.CompareFeatures(what, expected, found, weights.Config.Dimension);

            float[][] Encode(ITowers towers, string pass)
            {
                using (towers)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    stage?.Describe(pass);
                    var features = encode(towers);
                    stage?.Advance();
                    return features;
                }
            }
        }
    }

    private static int[] Sentence(Random random, TextTowerConfig text, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => random.Next(text.VocabularySize))];

    private static TensorData Noise(Random random, params long[] shape) =>
        new(
            shape,
            [
                .. Enumerable
                    .Range(0, (int)shape.Aggregate(1L, (all, size) => all * size))
                    .Select(_ => random.NextSingle() * 2 - 1),
            ]
        );
}
