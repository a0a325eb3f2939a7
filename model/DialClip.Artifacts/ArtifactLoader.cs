using DialClip.Artifacts.Format;
using DialClip.Artifacts.Stores;
using DialClip.Shared.IO;

namespace DialClip.Artifacts;

/// <summary>
/// Opens artifacts of a store: in place when it is a file store, otherwise through a local cache. Verifies before use.
/// </summary>
public sealed class ArtifactLoader
{
    private readonly IArtifactStore store;
    private readonly ArtifactCache cache;

    /// <summary>Creates a loader.</summary>
    /// <param name="store">The store of the artifacts.</param>
    /// <param name="cacheFolder">
    /// The folder for copies of a remote store's artifacts, each under its digest; unused with a
    /// <see cref="FileArtifactStore"/>.
    /// </param>
    public ArtifactLoader(IArtifactStore store, string cacheFolder)
    {
        ArgumentNullException.ThrowIfNull(store);
        this.store = store;
        cache = new ArtifactCache(store, cacheFolder);
    }

    /// <summary>Opens a folder and verifies size and SHA-256 of every file outside media/.</summary>
    /// <param name="folderPath">The folder's path in the store, such as models/stickers/2.</param>
    /// <param name="expectedDigest">The digest that is required, or null for any.</param>
    /// <param name="cancellationToken">Cancels the work; a partial copy is removed.</param>
    /// <exception cref="ArtifactException">
    /// The folder is missing, damaged, another one, or the store is unavailable.
    /// </exception>
    public async Task<ArtifactFolder> OpenAsync(
        string folderPath,
        string? expectedDigest,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(folderPath);
        folderPath = ArtifactPath.Require(folderPath.TrimEnd('/'));
        if (
            expectedDigest is not null
            && await cache.FindAsync(expectedDigest, cancellationToken).ConfigureAwait(false) is { } cached
        )
            return cached;
        var (bytes, manifest) = await ReadManifestAsync(folderPath, cancellationToken).ConfigureAwait(false);
        var digest = Digest.Compute(bytes).ToString();
        if (expectedDigest is not null && digest != expectedDigest)
            throw new ArtifactException(
                ArtifactFailure.Mismatch,
                $"'{folderPath}' in {store.Description} has the digest {digest}, expected {expectedDigest}. It "
                    + "is another build of it: export or index again what names the other digest."
            );
        if (store is not FileArtifactStore files)
            return await cache.FindAsync(digest, cancellationToken).ConfigureAwait(false)
                ?? await cache.AddAsync(folderPath, bytes, manifest, cancellationToken).ConfigureAwait(false);
        var local = files.Resolve(folderPath);
        var folder = new ArtifactFolder(manifest, digest, local, files.Root, isCopy: false);
        await folder.RequireAsync(withMedia: false, cancellationToken).ConfigureAwait(false);
        return folder;
    }

    /// <summary>
    /// Resolves a reference to a folder: itself when it has a manifest, otherwise its newest version.
    /// </summary>
    /// <exception cref="ArtifactException">Neither exists.</exception>
    public async Task<string> ResolveAsync(string reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        reference = ArtifactPath.Require(reference.TrimEnd('/'));
        return await store
            .ExistsAsync(ArtifactPath.Join(reference, ArtifactManifest.FileName), cancellationToken)
            .ConfigureAwait(false)
            ? reference
            : await FindLatestAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> FindLatestAsync(string parentPath, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parentPath);
        var prefix = ArtifactPath.Require(parentPath.TrimEnd('/')) + "/";
        const string Suffix = "/" + ArtifactManifest.FileName;
        string? latest = null;
        await foreach (var path in store.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            if (!path.EndsWith(Suffix, StringComparison.Ordinal) || path.Length <= prefix.Length + Suffix.Length)
                continue;
            var version = path[prefix.Length..^Suffix.Length];
            if (
                !version.Contains('/', StringComparison.Ordinal)
                && (latest is null || ArtifactVersion.Order.Compare(version, latest) > 0)
            )
                latest = version;
        }

        return latest is null
            ? throw new ArtifactException(
                ArtifactFailure.Missing,
                $"{store.Description} holds no '{prefix}<version>{Suffix}'. Correct the path in the settings, "
                    + "or make one with 'dialclip export' or 'dialclip publish'."
            )
            : prefix + latest;
    }

    private async Task<(byte[] Bytes, ArtifactManifest Manifest)> ReadManifestAsync(
        string folderPath,
        CancellationToken cancellationToken
    )
    {
        var path = ArtifactPath.Join(folderPath, ArtifactManifest.FileName);
        using var content = await store.OpenReadAsync(path, cancellationToken).ConfigureAwait(false);
        var bytes = await ArtifactManifest.ReadBytesAsync(content, path, cancellationToken).ConfigureAwait(false);
        return (bytes, ArtifactManifest.Parse(bytes, path));
    }
}
