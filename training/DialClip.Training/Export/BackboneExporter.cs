using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Backbones;
using DialClip.Backbones.Graphs;
using DialClip.Training.Checkpoints;
using DialClip.Training.Terminal;

namespace DialClip.Training.Export;

/// <summary>Exports a CLIP checkpoint into a store as a backbone, and compares it with TorchSharp.</summary>
internal static class BackboneExporter
{
    private const int Graphs = 2;

    /// <summary>Writes both towers, the vocabulary and the manifest.</summary>
    /// <param name="weights">The model.</param>
    /// <param name="vocabulary">A folder with vocab.json and merges.txt, or with tokenizer.json.</param>
    /// <param name="preprocessing">The preprocessing of pictures.</param>
    /// <param name="folder">The folder of the backbone, new or empty.</param>
    /// <param name="id">The backbone's name.</param>
    /// <param name="precision">One of <see cref="BackbonePrecisions"/>.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <param name="externalFrom">The bytes from which on a tower's weights have a file of their own.</param>
    /// <param name="progress">Receives the progress; may be null.</param>
    /// <exception cref="InvalidDataException">
    /// The vocabulary cannot be used with the embeddings, the graphs differ from TorchSharp by more than the tolerance,
    /// or the folder is not empty.
    /// </exception>
    public static async Task<ArtifactFolder> WriteAsync(
        ClipWeights weights,
        string vocabulary,
        ClipPreprocessing preprocessing,
        string folder,
        string id,
        string precision,
        CancellationToken cancellationToken,
        long externalFrom = TowerGraphWriter.ExternalFrom,
        IProgressSink? progress = null
    )
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidDataException(
                $"'{folder}' is not empty. A backbone is written once: choose another name, or delete it first."
            );
        // Before anything is written: a backbone whose vocabulary cannot be used is only in the way.
        var tokenizer = ClipVocabulary.Load(vocabulary, weights);
        weights = ClipVocabulary.CutEmbeddings(weights, tokenizer);
        // Written beside the folder and then moved: a backbone that fails the comparison is never visible.
        var work = folder.TrimEnd('/') + ".partial";
        if (Directory.Exists(work))
            Directory.Delete(work, recursive: true);
        Directory.CreateDirectory(work);
        BackboneProperties properties;
        var isHalf = precision == BackbonePrecisions.Half;
        try
        {
            using var stage = progress?.Start(
                "Exporting",
                ProgressUnit.WithoutRate("steps"),
                Graphs + BackboneParity.Steps
            );
            BeginStep(stage, "writing the text tower", cancellationToken);
            TowerGraphWriter.WriteText(work, weights, isHalf, externalFrom);
            stage?.Advance();
            BeginStep(stage, "writing the vision tower", cancellationToken);
            TowerGraphWriter.WriteVision(work, weights, isHalf, externalFrom);
            ClipVocabulary.Copy(vocabulary, work);
            stage?.Advance();
            var parity = isHalf ? ParityCheck.ForHalfPrecision() : new ParityCheck();
            var result = BackboneParity.Run(weights, tokenizer, work, parity, stage, cancellationToken);
            properties = Describe(weights, preprocessing, id, precision, result);
        }
        catch
        {
            Directory.Delete(work, recursive: true);
            throw;
        }
        if (Directory.Exists(folder))
            Directory.Delete(folder);
        Directory.Move(work, folder);
        return await ArtifactFolderWriter
            .WriteAsync(folder, id, precision, properties, cancellationToken)
            .ConfigureAwait(false);
    }

    private static void BeginStep(ProgressStage? stage, string step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        stage?.Describe(step);
    }

    private static BackboneProperties Describe(
        ClipWeights weights,
        ClipPreprocessing preprocessing,
        string id,
        string precision,
        ParityProperties parity
    )
    {
        var described = BackboneDescription.Create(weights, id, precision, preprocessing.Mean, preprocessing.Std);
        var size = weights.Config.Vision.ImageSize;
        return described with
        {
            Vision = described.Vision with { Resize = preprocessing.Resize?.ToProperties(size) },
            Parity = parity,
        };
    }
}
