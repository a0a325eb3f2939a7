using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Bot.Builder;

namespace DialClip.Bot.Storage;

/// <summary>Keeps state in a container of Azure Blob Storage, one JSON blob a key; the service itself compares the tags.</summary>
/// <remarks>
/// Tags work as in the SDK's <see cref="MemoryStorage"/>: '*' writes over anything, any other tag must be the stored item's, and where no item is stored every write is taken.
/// It differs in its limits of 4 MiB and 256 levels a value, in that a list alone is no value, and in that values come back as JSON (JObject), never as the type that was written. So an object that
/// an accessor of BotState gives is a copy: what is changed in it has to be set again, and the SDK's dialogs, which do not, need a storage that writes types. Writes of several keys are made one after the other; those before a conflict stay.
/// A repeated request whose first attempt had done its work is recognised by the id of the write. Only where someone else wrote between the two is it a conflict, and a caller that then repeats its change makes it twice.
/// </remarks>
public sealed class BlobStorage : IStorage
{
    // Each repetition means that someone else wrote or deleted in between.
    private const int Attempts = 4;

    private readonly BlobContainerClient container;

    /// <summary>Creates a storage of a container, which the first write creates if need be.</summary>
    /// <param name="container">The container; its client's own settings decide how requests are retried.</param>
    public BlobStorage(BlobContainerClient container)
    {
        ArgumentNullException.ThrowIfNull(container);
        this.container = container;
    }

    /// <inheritdoc/>
    public async Task<IDictionary<string, object>> ReadAsync(
        string[] keys,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(keys);
        var found = new Dictionary<string, object>(keys.Length);
        foreach (var key in keys)
            if (
                await ReadBlobAsync(container.GetBlobClient(BlobName.Of(key)), cancellationToken).ConfigureAwait(false)
                is var (document, tag)
            )
                found[key] = document.ToValue(tag);
        return found;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">An item's tag is neither '*' nor that of what is stored.</exception>
    /// <exception cref="IOException">The service cannot be used.</exception>
    public async Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        foreach (var (key, value) in changes)
        {
            var blob = container.GetBlobClient(BlobName.Of(key));
            if (value is null)
                await DeleteBlobAsync(blob, cancellationToken).ConfigureAwait(false);
            else
                await WriteBlobAsync(
                        blob,
                        StorageDocument.Of(key, value, PlaceOf(blob)),
                        (value as IStoreItem)?.ETag,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string[] keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var key in keys)
            await DeleteBlobAsync(container.GetBlobClient(BlobName.Of(key)), cancellationToken).ConfigureAwait(false);
    }

    // Without the query, which may hold a signature.
    private static string PlaceOf(BlobClient blob) => $"blob '{blob.Uri.GetLeftPart(UriPartial.Path)}'";

    private async Task WriteBlobAsync(
        BlobClient blob,
        StorageDocument document,
        string? tag,
        CancellationToken cancellationToken
    )
    {
        var bytes = document.ToBytes(PlaceOf(blob));
        var conditions = document.IsItem && tag != "*" ? Expecting(tag) : null;
        for (
            var attempt = 1;
            !await TryUploadAsync(blob, bytes, conditions, cancellationToken).ConfigureAwait(false);
            attempt++
        )
        {
            var found = await ReadBlobAsync(blob, cancellationToken).ConfigureAwait(false);
            // An attempt whose answer was lost had done its work.
            if (found?.Document.Write == document.Write)
                return;
            if (found is { Document.IsItem: true } || attempt == Attempts)
                throw StorageFault.Conflict(PlaceOf(blob), tag, found?.Tag);
            // Nothing there, or nothing that has a tag of its own.
            conditions = Expecting(found?.Tag);
        }
    }

    // What is no tag at all, or could not stand in a header, is no stored item's: then only where nothing is stored.
    private static BlobRequestConditions Expecting(string? tag) =>
        string.IsNullOrEmpty(tag) || !tag.All(sign => sign is > ' ' and <= '~')
            ? new() { IfNoneMatch = ETag.All }
            : new() { IfMatch = new ETag(tag) };

    private async Task<bool> TryUploadAsync(
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
                    async stop =>
                    {
                        try
                        {
                            await blob.UploadAsync(new BinaryData(bytes), options, stop).ConfigureAwait(false);
                        }
                        catch (RequestFailedException error) when (BlobStorageFault.IsContainerMissing(error))
                        {
                            await container.CreateIfNotExistsAsync(cancellationToken: stop).ConfigureAwait(false);
                            await blob.UploadAsync(new BinaryData(bytes), options, stop).ConfigureAwait(false);
                        }
                        return true;
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (RequestFailedException error) when (BlobStorageFault.IsConflict(error))
        {
            return false;
        }
    }

    private static Task<(StorageDocument Document, string Tag)?> ReadBlobAsync(
        BlobClient blob,
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            blob,
            async stop =>
            {
                try
                {
                    using var answer = (
                        await blob.DownloadStreamingAsync(cancellationToken: stop).ConfigureAwait(false)
                    ).Value;
                    if (answer.Details.ContentLength > StorageDocument.MaxBytes)
                        throw StorageFault.TooLarge(PlaceOf(blob), answer.Details.ContentLength);
                    var bytes = new byte[answer.Details.ContentLength];
                    await answer.Content.ReadExactlyAsync(bytes, stop).ConfigureAwait(false);
                    return (StorageDocument.Parse(bytes, PlaceOf(blob)), answer.Details.ETag.ToString());
                }
                catch (RequestFailedException error) when (error.Status == 404)
                {
                    return ((StorageDocument, string)?)null;
                }
            },
            cancellationToken
        );

    private static Task<bool> DeleteBlobAsync(BlobClient blob, CancellationToken cancellationToken) =>
        CallAsync(
            blob,
            async stop => (await blob.DeleteIfExistsAsync(cancellationToken: stop).ConfigureAwait(false)).Value,
            cancellationToken
        );

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
            when (!BlobStorageFault.IsConflict(error) && BlobStorageFault.Explain(error, PlaceOf(blob)) is { } explained
            )
        {
            throw explained;
        }
    }
}
