using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Backbones.Graphs;
using DialClip.Backbones.Packages;

namespace DialClip.Backbones;

/// <summary>Writes <see cref="GeneralBackbone"/> into a store; the same files on every machine.</summary>
public static class GeneralBackboneWriter
{
    private const string Vocabulary = "vocab.txt";
    private const string Licenses = "LICENSES.txt";
    private const string Partial = ".partial";

    /// <summary>Writes the backbone, unless it is there.</summary>
    /// <param name="packages">The folder of the packages' files, as the build makes it.</param>
    /// <param name="trainedFile">The path of the trained weights.</param>
    /// <param name="store">The store.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The folder, and whether it was written now.</returns>
    /// <exception cref="InvalidDataException">A file of weights is missing or another.</exception>
    /// <exception cref="ArtifactException">The folder holds what is no backbone.</exception>
    public static async Task<(string Folder, bool IsNew)> WriteAsync(
        string packages,
        string trainedFile,
        string store,
        CancellationToken cancellationToken
    )
    {
        var folder = Path.Combine(store, "backbones", GeneralBackbone.Id, BackbonePrecisions.Full);
        var weights = GeneralBackbone.Read(packages, trainedFile);
        float[] zero = [0, 0, 0];
        float[] one = [1, 1, 1];
        // Pixels go into the graph as they are; the graph takes its mean picture off.
        var described = BackboneDescription.Create(
            weights,
            GeneralBackbone.Id,
            BackbonePrecisions.Full,
            mean: zero,
            std: one
        );
        var properties = described with
        {
            Text = described.Text with { Tokenizer = TokenizerTypes.WordPiece },
            Vision = described.Vision with
            {
                // CLIP's own way, but in front of white, as the tower was trained.
                Resize = new("shortest", weights.Config.Vision.ImageSize, "bicubic", 0) { Background = byte.MaxValue },
            },
        };
        // Beside the folder, and then moved: what is half written is never taken for a backbone.
        var work = folder + Partial;
        if (Directory.Exists(work))
            Directory.Delete(work, recursive: true);
        Directory.CreateDirectory(work);
        // Their weights are files of their own, which ONNX Runtime maps: 325 MiB when both are open, instead of 574.
        TowerGraphWriter.WriteText(work, weights, half: false);
        TowerGraphWriter.WriteVision(work, weights, half: false);
        await File.WriteAllBytesAsync(
                Path.Combine(work, Vocabulary),
                MiniLmPackage.ReadVocabulary(packages),
                cancellationToken
            )
            .ConfigureAwait(false);
        await WriteLicensesAsync(Path.Combine(work, Licenses), cancellationToken).ConfigureAwait(false);
        var written = await ArtifactFolderWriter
            .WriteAsync(work, GeneralBackbone.Id, BackbonePrecisions.Full, properties, cancellationToken)
            .ConfigureAwait(false);
        if (await IsSameAsync(folder, written.Digest, cancellationToken).ConfigureAwait(false))
        {
            Directory.Delete(work, recursive: true);
            return (folder, false);
        }
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.Move(work, folder);
        return (folder, true);
    }

    private static async Task<bool> IsSameAsync(string folder, string digest, CancellationToken cancellationToken)
    {
        var manifest = Path.Combine(folder, ArtifactManifest.FileName);
        if (!File.Exists(manifest))
            return false;
        using var content = File.OpenRead(manifest);
        var found = await Shared.IO.Digest.ComputeAsync(content, cancellationToken).ConfigureAwait(false);
        return found.ToString() == digest;
    }

    private static async Task WriteLicensesAsync(string path, CancellationToken cancellationToken)
    {
        using var text = typeof(GeneralBackboneWriter).Assembly.GetManifestResourceStream(Licenses)!;
        using var file = File.Create(path);
        await text.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
    }
}
