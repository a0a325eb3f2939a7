using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Training.Checkpoints;
using DialClip.Training.Terminal;

namespace DialClip.Training.Export;

/// <summary>Writes a CLIP checkpoint as a backbone of the store, and proves it.</summary>
internal static class BackboneExporter
{
    private const int Graphs = 2;

    /// <summary>Writes both towers, the vocabulary and the manifest.</summary>
    /// <param name="weights">The model.</param>
    /// <param name="vocabulary">A folder with vocab.json and merges.txt, or with tokenizer.json.</param>
    /// <param name="preprocessing">How the model wants its pixels.</param>
    /// <param name="folder">Where the backbone is to lie; it must not exist yet.</param>
    /// <param name="id">The backbone's name.</param>
    /// <param name="precision">One of <see cref="BackbonePrecisions"/>.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <param name="externalFrom">From how many bytes on a tower's weights lie in a file beside its graph.</param>
    /// <param name="progress">Shows how far it is; may be null.</param>
    /// <exception cref="InvalidDataException">The graphs do not agree with TorchSharp, or the folder is there.</exception>
    public static async Task<ArtifactFolder> WriteAsync(
        ClipWeights weights,
        string vocabulary,
        ClipPreprocessing preprocessing,
        string folder,
        string id,
        string precision,
        CancellationToken cancel,
        long externalFrom = TowerGraphWriter.ExternalFrom,
        IProgressSink? progress = null
    )
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidDataException(
                $"'{folder}' is not empty. A backbone is written once: choose another name, or delete it first."
            );
        // Made beside its place and moved there whole: what cannot be proven is never seen.
        var work = folder.TrimEnd('/') + ".partial";
        if (Directory.Exists(work))
            Directory.Delete(work, recursive: true);
        Directory.CreateDirectory(work);
        BackboneProperties properties;
        var half = precision == BackbonePrecisions.Half;
        try
        {
            using var stage = progress?.Start(
                "Exporting",
                ProgressUnit.WithoutRate("passes"),
                Graphs + BackboneProof.Passes
            );
            Next(stage, "writing the text tower", cancel);
            TowerGraphWriter.Write(work, "text", weights, "text.", TextGraph.Make, half, externalFrom);
            stage?.Advance();
            Next(stage, "writing the vision tower", cancel);
            TowerGraphWriter.Write(work, "vision", weights, "visual.", VisionGraph.Make, half, externalFrom);
            ClipVocabulary.Copy(vocabulary, work);
            stage?.Advance();
            var parity = half ? Parity.OfHalf() : new Parity();
            var proof = BackboneProof.Run(weights, work, parity, stage, cancel);
            properties = Describe(weights, preprocessing, id, precision, proof);
        }
        catch
        {
            Directory.Delete(work, recursive: true);
            throw;
        }
        if (Directory.Exists(folder))
            Directory.Delete(folder);
        Directory.Move(work, folder);
        return await ArtifactFolderWriter.WriteAsync(folder, id, precision, properties, cancel).ConfigureAwait(false);
    }

    private static void Next(ProgressStage? stage, string pass, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        stage?.Describe(pass);
    }

    private static BackboneProperties Describe(
        ClipWeights weights,
        ClipPreprocessing preprocessing,
        string id,
        string precision,
        ParityProperties parity
    )
    {
        var (config, text, vision) = (weights.Config, weights.Config.Text, weights.Config.Vision);
        return new()
        {
            Id = id,
            Precision = precision,
            WeightsDigest = weights.Digest(),
            Dimension = config.Dimension,
            Activation = config.QuickGelu ? "quick_gelu" : "gelu",
            LogitScale = weights["logit_scale"].Values[0],
            Text = new(text.Width, text.Layers, text.Heads, text.ContextLength, text.VocabularySize),
            Vision = new(
                vision.Width,
                vision.Layers,
                vision.Heads,
                vision.ImageSize,
                vision.PatchSize,
                preprocessing.Mean,
                preprocessing.Std
            ),
            Parity = parity,
        };
    }
}
