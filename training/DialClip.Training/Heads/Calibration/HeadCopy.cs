using DialClip.Artifacts;
using DialClip.Artifacts.Format;

namespace DialClip.Training.Heads.Calibration;

/// <summary>Writes an exported head anew, with the same files and other facts in its manifest.</summary>
internal static class HeadCopy
{
    /// <summary>Writes a head with other curves as a new version.</summary>
    /// <param name="from">The head.</param>
    /// <param name="calibration">Its curves from now on.</param>
    /// <param name="versions">The folder of the head's versions.</param>
    /// <param name="version">The new version.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <exception cref="InvalidDataException">The version is there already.</exception>
    public static async Task<ArtifactFolder> WriteAsync(
        ArtifactFolder from,
        CalibrationProperties calibration,
        string versions,
        string version,
        CancellationToken cancel
    )
    {
        var into = Path.Combine(versions, version);
        if (Directory.Exists(into) && Directory.EnumerateFileSystemEntries(into).Any())
            throw new InvalidDataException($"'{into}' is not empty. A head is written once: choose a new version.");
        Directory.CreateDirectory(into);
        foreach (var file in from.Manifest.Files)
        {
            var to = Path.Combine(into, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            await File.WriteAllBytesAsync(to, await from.ReadFileAsync(file.Path, cancel).ConfigureAwait(false), cancel)
                .ConfigureAwait(false);
        }
        return await ArtifactFolderWriter
            .WriteAsync(
                into,
                from.Manifest.Name,
                version,
                from.Properties<HeadProperties>() with
                {
                    Calibration = calibration,
                },
                cancel
            )
            .ConfigureAwait(false);
    }
}
