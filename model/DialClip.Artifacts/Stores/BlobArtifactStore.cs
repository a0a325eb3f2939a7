using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using DialClip.Artifacts.Format;
using DialClip.Shared.IO;

namespace DialClip.Artifacts.Stores;

/// <summary>A store in a container of Azure Blob Storage.</summary>
/// <remarks>
/// The client retries requests and resumes broken downloads; the store adds neither, and only explains what fails.
/// </remarks>
public sealed class BlobArtifactStore : IArtifactStore
{
    private readonly BlobContainerClient container;

    /// <summary>Creates a store of a container, which the first write creates if need be.</summary>
    public BlobArtifactStore(BlobContainerClient container)
    {
        ArgumentNullException.ThrowIfNull(container);
        this.container = container;
        // Without the query, which may hold a signature.
        Description = $"blob container '{container.Uri.GetLeftPart(UriPartial.Path)}'";
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(prefix);
        string? continuation = null;
        do
        {
            var page = await CallAsync(prefix, token => ListPageAsync(prefix, continuation, token), cancellationToken)
                .ConfigureAwait(false);
            foreach (var blob in page?.Values ?? [])
                yield return blob.Name;
            continuation = page?.ContinuationToken;
        } while (!string.IsNullOrEmpty(continuation));
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken)
    {
        var blob = container.GetBlobClient(ArtifactPath.Require(path));
        // Every part is asked for with the ETag of the first: two halves of different blobs never become one file.
        var options = new BlobOpenReadOptions(allowModifications: false);
        var content = await CallAsync(path, token => blob.OpenReadAsync(options, token), cancellationToken)
            .ConfigureAwait(false);
        return new GuardedStream(
            content,
            async (read, readToken) =>
                await CallAsync(path, token => read(token).AsTask(), readToken).ConfigureAwait(false)
        );
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var blob = container.GetBlobClient(ArtifactPath.Require(path));
        // A retry sends the bytes again, so they have to be there again.
        using var copy = content.CanSeek ? null : await SpoolAsync(content, cancellationToken).ConfigureAwait(false);
        var bytes = copy ?? content;
        var start = bytes.Position;
        if (
            await CallAsync(path, token => TryCreateAsync(blob, bytes, start, token), cancellationToken)
                .ConfigureAwait(false)
        )
            return;

        // Also after a retry of a request that had done its work before its answer was lost.
        bytes.Position = start;
        var own = await Digest.ComputeAsync(bytes, cancellationToken).ConfigureAwait(false);
        using var stored = await OpenReadAsync(path, cancellationToken).ConfigureAwait(false);
        if (
            stored.Length != bytes.Length - start
            || await Digest.ComputeAsync(stored, cancellationToken).ConfigureAwait(false) != own
        )
            throw new ArtifactException(
                ArtifactFailure.Conflict,
                $"'{path}' in {Description} already holds other bytes, and what is published never changes. "
                    + "Publish under a new version."
            );
    }

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string path, CancellationToken cancellationToken)
    {
        var blob = container.GetBlobClient(ArtifactPath.Require(path));
        return await CallAsync(
                path,
                async token => (await blob.ExistsAsync(token).ConfigureAwait(false)).Value,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private async Task<Page<BlobItem>?> ListPageAsync(
        string prefix,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        var pages = container
            .GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken)
            .AsPages(continuation);
        await foreach (var page in pages.WithCancellation(cancellationToken).ConfigureAwait(false))
            return page;
        return null;
    }

    private async Task<bool> TryCreateAsync(
        BlobClient blob,
        Stream bytes,
        long start,
        CancellationToken cancellationToken
    )
    {
        try
        {
            try
            {
                await CreateAsync(blob, bytes, start, cancellationToken).ConfigureAwait(false);
            }
            catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
                await CreateAsync(blob, bytes, start, cancellationToken).ConfigureAwait(false);
            }

            return true;
        }
        catch (RequestFailedException error)
            when (error.ErrorCode == BlobErrorCode.BlobAlreadyExists || error.ErrorCode == BlobErrorCode.ConditionNotMet
            )
        {
            return false;
        }
    }

    private static async Task CreateAsync(
        BlobClient blob,
        Stream bytes,
        long start,
        CancellationToken cancellationToken
    )
    {
        bytes.Position = start;
        var options = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
        await blob.UploadAsync(bytes, options, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> CallAsync<T>(
        string path,
        Func<CancellationToken, Task<T>> call,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await call(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
            when (!cancellationToken.IsCancellationRequested
                && BlobErrors.Explain(error, path, Description) is { } explained
            )
        {
            throw explained;
        }
    }

    private static async Task<Stream> SpoolAsync(Stream content, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"dialclip-upload-{Guid.NewGuid():N}");
        var copy = new FileStream(
            path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            81_920,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose
        );
        await content.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
        copy.Position = 0;
        return copy;
    }
}
