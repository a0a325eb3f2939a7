using DialClip.Model.Artifacts;
using DialClip.Training.Checkpoints;
using DialClip.Training.Pretraining;
using DialClip.Training.Verification;
using Google.Protobuf;

namespace DialClip.Training.Export;

/// <summary>Writes a CLIP checkpoint as a backbone of the store, and proves it.</summary>
internal static class BackboneExporter
{
    private const int Cases = 6;
    private const int Prompts = 3;

    /// <summary>Writes both towers, the vocabulary and the manifest.</summary>
    /// <param name="weights">The model.</param>
    /// <param name="vocabulary">A folder with vocab.json and merges.txt.</param>
    /// <param name="folder">Where the backbone is to lie; it must not exist yet.</param>
    /// <param name="id">The backbone's name.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <exception cref="InvalidDataException">The graphs do not agree with TorchSharp, or the folder is there.</exception>
    public static async Task<ArtifactFolder> WriteAsync(ClipWeights weights, string vocabulary, string folder, string id, CancellationToken cancel)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidDataException($"'{folder}' is not empty. A backbone is written once: choose another name, or delete it first.");
        var parity = Prove(weights);
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "text.onnx"), TextGraph.Make(weights).ToByteArray(), cancel).ConfigureAwait(false);
        await File.WriteAllBytesAsync(Path.Combine(folder, "vision.onnx"), VisionGraph.Make(weights).ToByteArray(), cancel).ConfigureAwait(false);
        File.Copy(Path.Combine(vocabulary, "vocab.json"), Path.Combine(folder, "vocab.json"));
        File.Copy(Path.Combine(vocabulary, "merges.txt"), Path.Combine(folder, "merges.txt"));
        var (config, text, vision) = (weights.Config, weights.Config.Text, weights.Config.Vision);
        var properties = new BackboneProperties
        {
            Id = id,
            Precision = "fp32",
            WeightsDigest = weights.Digest(),
            Dimension = config.Dimension,
            Activation = config.QuickGelu ? "quick_gelu" : "gelu",
            LogitScale = weights["logit_scale"].Values[0],
            Text = new(text.Width, text.Layers, text.Heads, text.ContextLength, text.VocabularySize),
            Vision = new(vision.Width, vision.Layers, vision.Heads, vision.ImageSize, vision.PatchSize, PictureSet.Mean, PictureSet.Std),
            Parity = parity,
        };
        return await ArtifactFolderWriter.WriteAsync(folder, id, "fp32", properties, cancel).ConfigureAwait(false);
    }

    // Sentences of every length, pictures of noise, without prompts and with some.
    private static ParityProperties Prove(ClipWeights weights)
    {
        using var torch = new TorchTowers(weights);
        using var onnx = new OnnxTowers(weights);
        var (text, vision) = (weights.Config.Text, weights.Config.Vision);
        var random = new Random(1);
        int[][] sentences = [.. Enumerable.Range(0, Cases).Select(at => Enumerable.Range(0, 2 + at * (text.ContextLength - 2) / (Cases - 1)).Select(_ => random.Next(text.VocabularySize)).ToArray())];
        var pixels = Noise(random, Cases, 3, vision.ImageSize, vision.ImageSize);
        var parity = new Parity();
        foreach (var count in new[] { 0, Prompts })
        {
            var textPrompts = Noise(random, Cases, text.Layers, count, text.Width);
            var visionPrompts = Noise(random, Cases, vision.Layers, count, vision.Width);
            parity.CompareFeatures("text tower", torch.EncodeText(sentences, textPrompts), onnx.EncodeText(sentences, textPrompts), weights.Config.Dimension);
            parity.CompareFeatures("vision tower", torch.EncodePixels(pixels, visionPrompts), onnx.EncodePixels(pixels, visionPrompts), weights.Config.Dimension);
        }
        return parity.Result;
    }

    private static TensorData Noise(Random random, params long[] shape) =>
        new(shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (all, size) => all * size)).Select(_ => random.NextSingle() * 2 - 1)]);
}
