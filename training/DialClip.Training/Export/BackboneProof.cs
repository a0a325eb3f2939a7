using DialClip.Model.Artifacts;
using DialClip.Training.Checkpoints;
using DialClip.Training.Modules;
using DialClip.Training.Verification;

namespace DialClip.Training.Export;

/// <summary>Compares exported towers with TorchSharp, one tower in one engine after the other: no two of them are in memory at once.</summary>
internal static class BackboneProof
{
    private const int Cases = 6;
    private const int Prompts = 3;

    /// <summary>Runs sentences of every length and pictures of noise, without prompts and with some.</summary>
    /// <param name="weights">The model.</param>
    /// <param name="folder">A folder with text.onnx and vision.onnx.</param>
    /// <param name="parity">What is allowed.</param>
    /// <exception cref="InvalidDataException">The graphs do not agree with TorchSharp.</exception>
    public static ParityProperties Run(ClipWeights weights, string folder, Parity parity)
    {
        var (text, vision, random) = (weights.Config.Text, weights.Config.Vision, new Random(1));
        int[][] sentences = [.. Enumerable.Range(0, Cases).Select(at => Sentence(random, text, 2 + at * (text.ContextLength - 2) / (Cases - 1)))];
        var pixels = Noise(random, Cases, 3, vision.ImageSize, vision.ImageSize);
        (TensorData Text, TensorData Vision)[] prompts =
            [.. new[] { 0, Prompts }.Select(count => (Noise(random, Cases, text.Layers, count, text.Width), Noise(random, Cases, vision.Layers, count, vision.Width)))];
        Compare("text tower", towers => [.. prompts.Select(prompt => towers.EncodeText(sentences, prompt.Text))]);
        Compare("vision tower", towers => [.. prompts.Select(prompt => towers.EncodePixels(pixels, prompt.Vision))]);
        return parity.Result;

        void Compare(string what, Func<ITowers, float[][]> encode)
        {
            var module = Encode(new TorchTowers(weights), encode);
            foreach (var (expected, found) in module.Zip(Encode(new OnnxTowers(folder), encode)))
                parity.CompareFeatures(what, expected, found, weights.Config.Dimension);
        }
    }

    private static float[][] Encode(ITowers towers, Func<ITowers, float[][]> encode)
    {
        using (towers)
            return encode(towers);
    }

    private static int[] Sentence(Random random, TextTowerConfig text, int length) => [.. Enumerable.Range(0, length).Select(_ => random.Next(text.VocabularySize))];

    private static TensorData Noise(Random random, params long[] shape) =>
        new(shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (all, size) => all * size)).Select(_ => random.NextSingle() * 2 - 1)]);
}
