using DialClip.Artifacts.Format;
using DialClip.Artifacts.Stores;
using DialClip.Shared.IO;

namespace DialClip.Artifacts;

/// <summary>Copies folders into a store, the manifest last, so that a reader sees a whole folder or none.</summary>
public sealed class ArtifactPublisher(IArtifactStore store)
{
    private const int ParallelUploads = 8;

    /// <summary>Publishes a folder. Publishing is idempotent: repeated after an interruption, it resumes.</summary>
    /// <param name="localFolder">The folder on this machine, with its manifest.</param>
    /// <param name="folderPath">Its path in the store, such as models/stickers/2.</param>
    /// <param name="progress">Receives the number of files stored so far; may be null.</param>
    /// <param name="cancellationToken">Cancels the work before the manifest is written.</param>
    /// <exception cref="ArtifactException">
    /// The folder is damaged, the path holds another one, or the store is unavailable.
    /// </exception>
    public async Task<ArtifactPublication> PublishAsync(
        string localFolder,
        string folderPath,
        IProgress<long>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(folderPath);
        folderPath = ArtifactPath.Require(folderPath.TrimEnd('/'));
        localFolder = Path.GetFullPath(localFolder);
        var localManifest = Path.Combine(localFolder, ArtifactManifest.FileName);
        var bytes = await ReadManifestAsync(localManifest, cancellationToken).ConfigureAwait(false);
        var manifest = ArtifactManifest.Parse(bytes, localManifest);
        var digest = Digest.Compute(bytes).ToString();
        var folder = new ArtifactFolder(manifest, digest, localFolder, localFolder, isCopy: false);
        await folder.RequireAsync(withMedia: true, cancellationToken).ConfigureAwait(false);

        var target = ArtifactPath.Join(folderPath, ArtifactManifest.FileName);
        var publication = new ArtifactPublication(
            digest,
            await IsPublishedAsync(target, bytes, cancellationToken).ConfigureAwait(false),
            manifest.Files.Count + 1
        );
        if (publication.AlreadyPublished)
            return publication;
        var done = 0;
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = ParallelUploads,
            CancellationToken = cancellationToken,
        };
        await Parallel
            .ForEachAsync(
                manifest.Files,
                options,
                async (file, token) =>
                {
                    using var content = folder.OpenFile(file);
                    await store
                        .WriteAsync(ArtifactPath.Join(folderPath, file.Path), content, token)
                        .ConfigureAwait(false);
                    progress?.Report(Interlocked.Increment(ref done));
                }
            )
            .ConfigureAwait(false);
        using var last = new MemoryStream(bytes, writable: false);
        await store.WriteAsync(target, last, cancellationToken).ConfigureAwait(false);
        progress?.Report(done + 1);
        return publication;
    }

    private static async Task<byte[]> ReadManifestAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var folder = RealPath.Resolve(Path.GetDirectoryName(path)!);
            var content = PlainFile.Open(path, folder, size: null, FileOptions.Asynchronous);
            await using (content.ConfigureAwait(false))
                return await ArtifactManifest.ReadBytesAsync(content, path, cancellationToken).ConfigureAwait(false);
        }
        catch (FileProblemException error)
        {
            throw new ArtifactException(
                error.Problem.Reason,
                $"The manifest '{path}' {error.Problem.Text}; only a folder with a manifest can be published. Export "
                    + "it with 'dialclip export'.",
                error
            );
        }
    }

    private async Task<bool> IsPublishedAsync(string target, byte[] bytes, CancellationToken cancellationToken)
    {
        if (!await store.ExistsAsync(target, cancellationToken).ConfigureAwait(false))
            return false;
        using var content = await store.OpenReadAsync(target, cancellationToken).ConfigureAwait(false);
        var published = await Digest.ComputeAsync(content, cancellationToken).ConfigureAwait(false);
        var own = Digest.Compute(bytes);
        return published == own
            ? true
            : throw new ArtifactException(
                ArtifactFailure.Conflict,
                $"'{target}' in {store.Description} is published with the digest {published}, "
                    + $"and this folder has {own}. What is published never changes: publish under a new version."
            );
    }
}
