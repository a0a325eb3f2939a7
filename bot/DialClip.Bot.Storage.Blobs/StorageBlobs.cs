using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace DialClip.Bot.Storage.Blobs;

/// <summary>The requests of <see cref="BlobStorage"/> to the service, with errors that say what to do.</summary>
/// <param name="container">The container.</param>
internal sealed class StorageBlobs(BlobContainerClient container)
{
    /// <summary>Lists blobs by the beginning of their names; none where there is no container.</summary>
    public Task<Page<BlobItem>> ListPageAsync(string prefix, string? next, CancellationToken cancellationToken) =>
        CallAsync(
            container.GetBlobClient(prefix),
            async token =>
            {
                try
                {
                    var pages = container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, token).AsPages(next);
                    await foreach (var page in pages.WithCancellation(token).ConfigureAwait(false))
                        return page;
                }
                catch (RequestFailedException error) when (BlobErrors.IsContainerMissing(error))
                {
                    // Nothing was written yet.
                }
                return Page<BlobItem>.FromValues([], null, null!);
            },
            cancellationToken
        );

    /// <summary>Gets what messages call a blob: without the query, which may hold a signature.</summary>
    public static string Describe(BlobClient blob) => $"blob '{blob.Uri.GetLeftPart(UriPartial.Path)}'";

    /// <summary>Writes a blob, and creates the container if need be; false where the conditions fail.</summary>
    public async Task<bool> TryUploadAsync(
        BlobClient blob,
        byte[] bytes,
        BlobRequestConditions? conditions,
        CancellationToken cancellationToken
    )
    {
        var options = new BlobUploadOptions
        {
            Conditions = conditions,
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
        };
        try
        {
            return await CallAsync(
                    blob,
                    async token =>
                    {
                        try
                        {
                            await blob.UploadAsync(new BinaryData(bytes), options, token).ConfigureAwait(false);
                        }
                        catch (RequestFailedException error) when (BlobErrors.IsContainerMissing(error))
                        {
                            await container.CreateIfNotExistsAsync(cancellationToken: token).ConfigureAwait(false);
                            await blob.UploadAsync(new BinaryData(bytes), options, token).ConfigureAwait(false);
                        }
                        return true;
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (RequestFailedException error) when (BlobErrors.IsConflict(error))
        {
            return false;
        }
    }

    /// <summary>Reads a blob and its ETag; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static Task<(StorageDocument Document, string Tag)?> ReadAsync(
        BlobClient blob,
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            blob,
            async token =>
            {
                try
                {
                    using var response = (
                        await blob.DownloadStreamingAsync(cancellationToken: token).ConfigureAwait(false)
                    ).Value;
                    var document = await StorageDocument
                        .ReadAsync(response.Content, response.Details.ContentLength, Describe(blob), token)
                        .ConfigureAwait(false);
                    return (document, response.Details.ETag.ToString());
                }
                catch (RequestFailedException error) when (error.Status == 404)
                {
                    return ((StorageDocument, string)?)null;
                }
            },
            cancellationToken
        );

    /// <summary>Deletes a blob; false where there is none.</summary>
    public static Task<bool> DeleteAsync(BlobClient blob, CancellationToken cancellationToken) =>
        CallAsync(
            blob,
            async token => (await blob.DeleteIfExistsAsync(cancellationToken: token).ConfigureAwait(false)).Value,
            cancellationToken
        );

    /// <summary>Deletes a blob that still has an ETag; false where it has another one, or is gone.</summary>
    public static Task<bool> TryDeleteAsync(BlobClient blob, ETag tag, CancellationToken cancellationToken)
    {
        var unchanged = new BlobRequestConditions { IfMatch = tag };
        return CallAsync(
            blob,
            async token =>
            {
                try
                {
                    return (
                        await blob.DeleteIfExistsAsync(conditions: unchanged, cancellationToken: token)
                            .ConfigureAwait(false)
                    ).Value;
                }
                catch (RequestFailedException error) when (BlobErrors.IsConflict(error))
                {
                    return false;
                }
            },
            cancellationToken
        );
    }

    private static async Task<T> CallAsync<T>(
        BlobClient blob,
        Func<CancellationToken, Task<T>> call,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await call(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
            when (!BlobErrors.IsConflict(error) && BlobErrors.Explain(error, Describe(blob)) is { } explained)
        {
            throw explained;
        }
    }
}
