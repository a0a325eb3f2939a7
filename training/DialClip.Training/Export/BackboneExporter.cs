using DialClip.Model.Artifacts;
using DialClip.Training.Checkpoints;
using DialClip.Training.Verification;

namespace DialClip.Training.Export;

/// <summary>Writes a CLIP checkpoint as a backbone of the store, and proves it.</summary>
internal static class BackboneExporter
{
    private const int Cases = 6;
    private const int Prompts = 3;

    /// <summary>Writes both towers, the vocabulary and the manifest.</summary>
    /// <param name="weights">The model.</param>
    /// <param name="vocabulary">A folder with vocab.json and merges.txt, or with tokenizer.json.</param>
    /// <param name="preprocessing">How the model wants its pixels.</param>
    /// <param name="folder">Where the backbone is to lie; it must not exist yet.</param>
    /// <param name="id">The backbone's name.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <param name="externalFrom">From how many bytes on a tower's weights lie in a file beside its graph.</param>
    /// <exception cref="InvalidDataException">The graphs do not agree with TorchSharp, or the folder is there.</exception>
    public static async Task<ArtifactFolder> WriteAsync(
        ClipWeights weights, string vocabulary, ClipPreprocessing preprocessing, string folder, string id, CancellationToken cancel, long externalFrom = TowerGraphWriter.ExternalFrom)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidDataException($"'{folder}' is not empty. A backbone is written once: choose another name, or delete it first.");
        // Made beside its place and moved there whole: what cannot be proven is never seen.
        var work = folder.TrimEnd('/') + ".partial";
        if (Directory.Exists(work))
            Directory.Delete(work, recursive: true);
        Directory.CreateDirectory(work);
        BackboneProperties properties;
        try
        {
            TowerGraphWriter.Write(work, "text", weights, "text.", TextGraph.Make, externalFrom);
            cancel.ThrowIfCancellationRequested();
            TowerGraphWriter.Write(work, "vision", weights, "visual.", VisionGraph.Make, externalFrom);
            ClipVocabulary.Copy(vocabulary, work);
            properties = Describe(weights, preprocessing, id, Prove(weights, work));
        }
        catch
        {
            Directory.Delete(work, recursive: true);
            throw;
        }
        if (Directory.Exists(folder))
            Directory.Delete(folder);
        Directory.Move(work, folder);
        return await ArtifactFolderWriter.WriteAsync(folder, id, "fp32", properties, cancel).ConfigureAwait(false);
    }

    private static BackboneProperties Describe(ClipWeights weights, ClipPreprocessing preprocessing, string id, ParityProperties parity)
    {
        var (config, text, vision) = (weights.Config, weights.Config.Text, weights.Config.Vision);
        return new()
        {
            Id = id,
            Precision = "fp32",
            WeightsDigest = weights.Digest(),
            Dimension = config.Dimension,
            Activation = config.QuickGelu ? "quick_gelu" : "gelu",
            LogitScale = weights["logit_scale"].Values[0],
            Text = new(text.Width, text.Layers, text.Heads, text.ContextLength, text.VocabularySize),
            Vision = new(vision.Width, vision.Layers, vision.Heads, vision.ImageSize, vision.PatchSize, preprocessing.Mean, preprocessing.Std),
            Parity = parity,
        };
    }

    // Sentences of every length, pictures of noise, without prompts and with some.
    private static ParityProperties Prove(ClipWeights weights, string folder)
    {
        using var torch = new TorchTowers(weights);
        using var onnx = new OnnxTowers(folder);
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
