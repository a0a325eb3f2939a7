using System.Security.Cryptography;
using DialClip.Artifacts.Format;
using DialClip.Artifacts.Stores;
using DialClip.Shared.IO;

namespace DialClip.Artifacts;

/// <summary>Verified copies of a remote store's folders, each under its digest.</summary>
internal sealed class ArtifactCache(IArtifactStore store, string root)
{
    private const int ParallelDownloads = 8;
    private const int Chunk = 81_920;

    /// <summary>
    /// Gets the copy of a digest, or null when there is none, or it does not verify any more, or a file under media/ is
    /// missing or of another size; such a copy is removed.
    /// </summary>
    public async Task<ArtifactFolder?> FindAsync(string digest, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(root, digest);
        var path = Path.Combine(folder, ArtifactManifest.FileName);
        if (store is FileArtifactStore || !Digest.IsValid(digest) || !File.Exists(path))
            return null;
        try
        {
            var bytes = await ReadManifestAsync(path, cancellationToken).ConfigureAwait(false);
            if (Digest.Compute(bytes).ToString() == digest)
            {
                var copy = new ArtifactFolder(ArtifactManifest.Parse(bytes, path), digest, folder, root, isCopy: true);
                await copy.RequireAsync(withMedia: false, cancellationToken).ConfigureAwait(false);
                copy.RequireMedia();
                return copy;
            }
        }
        catch (Exception error)
            when (error
                    is FileProblemException
                        or ArtifactException
                        {
                            Reason: ArtifactFailure.Missing or ArtifactFailure.Damaged or ArtifactFailure.Invalid
                        }
            )
        {
            // Only a copy: the store has the original, so what became damaged here is fetched again.
        }

        Directory.Delete(folder, recursive: true);
        return null;
    }

    /// <summary>
    /// Copies a folder from the store: into a temporary folder, which gets its name when everything in it is verified.
    /// </summary>
    public async Task<ArtifactFolder> AddAsync(
        string folderPath,
        byte[] manifestBytes,
        ArtifactManifest manifest,
        CancellationToken cancellationToken
    )
    {
        var digest = Digest.Compute(manifestBytes).ToString();
        var folder = Path.Combine(root, digest);
        var partial = Path.Combine(root, $".partial-{Guid.NewGuid():N}");
        Directory.CreateDirectory(partial);
        try
        {
            var options = new ParallelOptions
            {
                MaxDegreeOfParallelism = ParallelDownloads,
                CancellationToken = cancellationToken,
            };
            await Parallel
                .ForEachAsync(
                    manifest.Files,
                    options,
                    async (file, token) => await DownloadAsync(folderPath, file, partial, token).ConfigureAwait(false)
                )
                .ConfigureAwait(false);
            await File.WriteAllBytesAsync(
                    Path.Combine(partial, ArtifactManifest.FileName),
                    manifestBytes,
                    cancellationToken
                )
                .ConfigureAwait(false);
            try
            {
                Directory.Move(partial, folder);
            }
            catch (IOException) when (File.Exists(Path.Combine(folder, ArtifactManifest.FileName)))
            {
                // Another process was faster; its copy is of the same digest.
                return await FindAsync(digest, cancellationToken).ConfigureAwait(false)
                    ?? throw new ArtifactException(
                        ArtifactFailure.Damaged,
                        $"The cached copy '{folder}' was damaged while it was opened. Start again."
                    );
            }

            return new ArtifactFolder(manifest, digest, folder, root, isCopy: true);
        }
        finally
        {
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
        }
    }

    private async Task<byte[]> ReadManifestAsync(string path, CancellationToken cancellationToken)
    {
        var content = PlainFile.Open(path, RealPath.Resolve(root), size: null, FileOptions.Asynchronous);
        await using (content.ConfigureAwait(false))
            return await ArtifactManifest.ReadBytesAsync(content, path, cancellationToken).ConfigureAwait(false);
    }

    private async Task DownloadAsync(
        string folderPath,
        ArtifactFile file,
        string into,
        CancellationToken cancellationToken
    )
    {
        var path = ArtifactPath.Join(folderPath, file.Path);
        var target = ArtifactVerifier.GetPath(into, file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var source = await store.OpenReadAsync(path, cancellationToken).ConfigureAwait(false);
        using var written = new FileStream(
            target,
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.None,
            Chunk,
            FileOptions.Asynchronous
        );
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[Chunk];
        long size = 0;
        for (int read; (read = await source.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0; )
        {
            size += read;
            // A file that is too long must not fill the disk before it is found out.
            if (size > file.Size)
                break;
            hash.AppendData(chunk, 0, read);
            await written.WriteAsync(chunk.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        await written.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (size != file.Size)
            throw new ArtifactException(
                ArtifactFailure.Damaged,
                $"'{path}' in {store.Description} has "
                    + $"{(size > file.Size ? "more than the" : $"{size} bytes, not the")} {file.Size} bytes of its "
                    + "manifest. Publish the folder again under a new version."
            );
        var sha256 = Digest.Finish(hash).ToString();
        if (sha256 != file.Sha256)
            throw new ArtifactException(
                ArtifactFailure.Damaged,
                $"'{path}' in {store.Description} has SHA-256 {sha256}, expected {file.Sha256}. Publish the "
                    + "folder again under a new version."
            );
    }
}
