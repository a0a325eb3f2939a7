using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Backbones;
using DialClip.Backbones.Graphs;
using DialClip.Training.Checkpoints.SentenceTransformers;

namespace DialClip.Training.Export;

/// <summary>Writes a backbone of another's vision tower and a text tower that was trained into its space.</summary>
/// <remarks>Nothing is computed on the way, so that libtorch is not needed.</remarks>
internal static class TextTowerExporter
{
    /// <summary>Writes both towers, the vocabulary and the manifest.</summary>
    /// <param name="text">The text tower.</param>
    /// <param name="space">The folder of the backbone whose vision tower it is for, in full precision.</param>
    /// <param name="folder">The folder of the new backbone, new or empty.</param>
    /// <param name="id">The new backbone's name.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="InvalidDataException">
    /// The dimensions differ, a weight is missing or of another shape, or the folder is not empty.
    /// </exception>
    public static async Task<ArtifactFolder> WriteAsync(
        SentenceTransformer text,
        string space,
        string folder,
        string id,
        CancellationToken cancellationToken
    )
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidDataException(
                $"'{folder}' is not empty. A backbone is written once: choose another name, or delete it first."
            );
        var (properties, vision) = (ExportedClip.ReadProperties(space), ExportedClip.Load(space));
        if (text.Dimension != vision.Config.Dimension)
            throw new InvalidDataException(
                $"The text tower's features have {text.Dimension} values, those of the backbone in '{space}' "
                    + $"{vision.Config.Dimension}. Name the backbone into whose space the tower was trained."
            );
        var weights = Join(text, vision);
        var described = BackboneDescription.Create(
            weights,
            id,
            BackbonePrecisions.Full,
            properties.Vision.Mean,
            properties.Vision.Std
        );
        var work = folder.TrimEnd('/') + ".partial";
        if (Directory.Exists(work))
            Directory.Delete(work, recursive: true);
        Directory.CreateDirectory(work);
        try
        {
            TowerGraphWriter.WriteText(work, weights, half: false);
            TowerGraphWriter.WriteVision(work, weights, half: false);
            await File.WriteAllBytesAsync(Path.Combine(work, "vocab.txt"), text.Vocabulary, cancellationToken)
                .ConfigureAwait(false);
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
            .WriteAsync(
                folder,
                id,
                BackbonePrecisions.Full,
                described with
                {
                    Text = described.Text with
                    {
                        Tokenizer = text.IsCased ? TokenizerTypes.WordPieceCased : TokenizerTypes.WordPiece,
                    },
                    Vision = described.Vision with { Resize = properties.Vision.Resize },
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private static ClipWeights Join(SentenceTransformer text, ClipWeights vision)
    {
        var tensors = vision
            .Tensors.Where(pair => !pair.Key.StartsWith("text.", StringComparison.Ordinal))
            .Concat(text.Weights)
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var weights = new ClipWeights(vision.Config with { Text = text.Config }, tensors);
        weights.Validate("the text tower with the backbone's vision tower");
        return weights;
    }
}
