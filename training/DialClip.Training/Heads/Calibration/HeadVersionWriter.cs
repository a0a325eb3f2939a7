using DialClip.Artifacts;
using DialClip.Artifacts.Format;

namespace DialClip.Training.Heads.Calibration;

/// <summary>Writes an exported head with other properties, such as thresholds, as a new version.</summary>
internal static class HeadVersionWriter
{
    /// <summary>Copies the head's files and writes a manifest with other properties.</summary>
    /// <param name="from">The exported head.</param>
    /// <param name="properties">The new properties.</param>
    /// <param name="versions">The folder of the head's versions.</param>
    /// <param name="version">The new version.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <exception cref="InvalidDataException">The version exists.</exception>
    public static async Task<ArtifactFolder> WriteAsync(
        ArtifactFolder from,
        HeadProperties properties,
        string versions,
        string version,
        CancellationToken cancellationToken
    )
    {
        var folder = Path.Combine(versions, version);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidDataException($"'{folder}' is not empty. Heads are immutable: choose a new version.");
        Directory.CreateDirectory(folder);
        foreach (var file in from.Manifest.Files)
        {
            var target = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await File.WriteAllBytesAsync(
                    target,
                    await from.ReadFileAsync(file.Path, cancellationToken).ConfigureAwait(false),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        return await ArtifactFolderWriter
            .WriteAsync(folder, from.Manifest.Name, version, properties, cancellationToken)
            .ConfigureAwait(false);
    }
}
