using DialClip.Artifacts.Format;
using DialClip.Artifacts.Stores;
using DialClip.Shared.IO;

namespace DialClip.Artifacts;

/// <summary>Writes the manifest of a folder, which is immutable from then on.</summary>
public static class ArtifactFolderWriter
{
    /// <summary>Writes manifest.json for all files of a folder; the same files give the same bytes.</summary>
    /// <returns>The folder, whose files were all read.</returns>
    /// <exception cref="ArtifactException">
    /// The folder is empty or has another manifest already, or a property is out of range.
    /// </exception>
    public static async Task<ArtifactFolder> WriteAsync<T>(
        string folder,
        string name,
        string version,
        T properties,
        CancellationToken cancellationToken
    )
        where T : class, IArtifactProperties
    {
        ArgumentNullException.ThrowIfNull(properties);
        folder = Path.GetFullPath(folder);
        var manifest = new ArtifactManifest(
            T.Kind,
            name,
            version,
            await ReadFilesAsync(folder, cancellationToken).ConfigureAwait(false),
            ArtifactManifest.ToElement(properties)
        );
        var bytes = manifest.ToBytes();
        if (bytes.Length > ArtifactManifest.MaxBytes)
            throw new ArtifactException(
                $"'{folder}' holds {manifest.Files.Count} files, whose manifest has {bytes.Length} bytes; at most "
                    + $"{ArtifactManifest.MaxBytes} are read again. Write it in parts."
            );
        var path = Path.Combine(folder, ArtifactManifest.FileName);
        var created = await AtomicFile
            .TryCreateAsync(path, (stream, token) => stream.WriteAsync(bytes, token), cancellationToken)
            .ConfigureAwait(false);
        if (!created)
        {
            using var existing = Open(folder, path);
            var found = await existing.ReadAtMostAsync(bytes.Length, cancellationToken).ConfigureAwait(false);
            if (!bytes.AsSpan().SequenceEqual(found))
                throw new ArtifactException(
                    ArtifactFailure.Conflict,
                    $"'{path}' is there already and says something else; a folder is written once. Write to a "
                        + "new folder under a new version, or delete this one first."
                );
        }

        return new ArtifactFolder(manifest, Digest.Compute(bytes).ToString(), folder, folder, isCopy: false);
    }

    private static Stream Open(string folder, string path)
    {
        try
        {
            return PlainFile.Open(
                path,
                RealPath.Resolve(folder),
                size: null,
                FileOptions.Asynchronous | FileOptions.SequentialScan
            );
        }
        catch (FileProblemException error)
        {
            throw new ArtifactException(error.Problem.Reason, $"'{path}' {error.Problem.Text}.", error);
        }
    }

    private static async Task<List<ArtifactFile>> ReadFilesAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            throw new ArtifactException(
                ArtifactFailure.Missing,
                $"There is no folder '{folder}' to write a manifest over."
            );
        var files = new List<ArtifactFile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(folder, path).Replace('\\', '/');
            // A killed process may have left a temporary file; it is no part of the artifact.
            if (
                relative == ArtifactManifest.FileName
                || Path.GetFileName(path).StartsWith(AtomicFile.TemporaryPrefix, StringComparison.Ordinal)
            )
                continue;
            using var content = Open(folder, path);
            var digest = await Digest.ComputeAsync(content, cancellationToken).ConfigureAwait(false);
            files.Add(new ArtifactFile(relative, content.Length, digest.ToString()));
        }

        return files.Count > 0
            ? files
            : throw new ArtifactException(
                ArtifactFailure.Missing,
                $"'{folder}' holds no file to write a manifest over."
            );
    }
}
