using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Bot.Builder;

namespace DialClip.Bot.Storage.Blobs;

/// <summary>
/// Storage in a container of Azure Blob Storage: one JSON blob for each key, with ETags that the service compares.
/// </summary>
/// <remarks>
/// <para>
/// ETags work as in the SDK's <see cref="MemoryStorage"/>: '*' overwrites anything, any other tag has to be the stored
/// item's, and where no item is stored every write succeeds.
/// </para>
/// <para>
/// Unlike there, a value has at most 4 MiB and 256 levels, is an object (not a list), and comes back as JSON (JObject),
/// never as the type that was written. So an object that an accessor of BotState returns is a copy: it has to be set
/// again after a change. The SDK's dialogs do not, and need a storage that writes types. Several keys are written one
/// after the other; those before a conflict stay written.
/// </para>
/// <para>
/// A repeated request whose first attempt had succeeded is recognized by the id of the write. Only where another
/// process wrote between the two is it a conflict, and a caller that repeats its change then makes it twice.
/// </para>
/// </remarks>
public sealed class BlobStorage : IListableStorage
{
    // Each further attempt means that another process wrote or deleted in between.
    private const int MaxAttempts = 4;

    private readonly BlobContainerClient container;
    private readonly StorageBlobs blobs;

    /// <summary>Creates a storage of a container, which the first write creates if need be.</summary>
    /// <param name="container">The container; its client's own settings decide how requests are retried.</param>
    public BlobStorage(BlobContainerClient container)
    {
        ArgumentNullException.ThrowIfNull(container);
        (this.container, blobs) = (container, new(container));
    }

    /// <summary>Creates a storage of the container that options name; nothing is sent yet.</summary>
    /// <param name="options">The options.</param>
    /// <param name="time">The clock of retries and timeouts; null for the system's.</param>
    /// <exception cref="ValidationException">The options are invalid.</exception>
    public static BlobStorage Connect(BlobStorageOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Validator.ValidateObject(options, new(options), validateAllProperties: true);
        return new(options.Connection.Connect(new BlobClientOptions(), time ?? TimeProvider.System));
    }

    /// <inheritdoc/>
    public async Task<IDictionary<string, object>> ReadAsync(
        string[] keys,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(keys);
        var values = new Dictionary<string, object>(keys.Length);
        foreach (var key in keys)
        {
            var found =
                await StorageBlobs
                    .ReadAsync(container.GetBlobClient(BlobName.Create(key)), cancellationToken)
                    .ConfigureAwait(false)
                ?? await TakeFormerAsync(key, cancellationToken).ConfigureAwait(false);
            if (found is var (document, tag))
                values[key] = document.ToValue(tag);
        }
        return values;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">An item's tag is neither '*' nor that of what is stored.</exception>
    /// <exception cref="IOException">The service cannot be used.</exception>
    public async Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        foreach (var (key, value) in changes)
        {
            var blob = container.GetBlobClient(BlobName.Create(key));
            if (value is null)
                await StorageBlobs.DeleteAsync(blob, cancellationToken).ConfigureAwait(false);
            else
                await WriteBlobAsync(
                        blob,
                        StorageDocument.Create(key, value, StorageBlobs.Describe(blob)),
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
        foreach (var name in new[] { BlobName.Create(key), BlobName.FindFormer(key) }.OfType<string>())
            await StorageBlobs.DeleteAsync(container.GetBlobClient(name), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>Keys whose blobs have a hash as their name are left out: the plugin has none.</remarks>
    public async IAsyncEnumerable<StoredEntry> ListAsync(
        string prefix,
        DateTimeOffset? writtenBefore,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(prefix);
        string? next = null;
        do
        {
            var page = await blobs.ListPageAsync(prefix, next, cancellationToken).ConfigureAwait(false);
            foreach (var blob in page.Values)
                if (
                    BlobName.FindKey(blob.Name) is { } key
                    && blob.Properties is { LastModified: { } written, ETag: { } tag }
                    && (writtenBefore is null || written < writtenBefore)
                )
                    yield return new(key, written, tag.ToString());
            next = page.ContinuationToken;
        } while (!string.IsNullOrEmpty(next));
    }

    /// <inheritdoc/>
    public Task<bool> TryDeleteAsync(StoredEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var blob = container.GetBlobClient(BlobName.Create(entry.Key));
        return StorageBlobs.TryDeleteAsync(blob, new ETag(entry.Tag), cancellationToken);
    }

    // Earlier builds wrote the keys of a bot's own state as they are, with ids of users in them.
    private async Task<(StorageDocument Document, string Tag)?> TakeFormerAsync(
        string key,
        CancellationToken cancellationToken
    )
    {
        if (BlobName.FindFormer(key) is not { } name)
            return null;
        var former = container.GetBlobClient(name);
        if (await StorageBlobs.ReadAsync(former, cancellationToken).ConfigureAwait(false) is not { } found)
            return null;
        var blob = container.GetBlobClient(BlobName.Create(key));
        // Where another process was faster, its blob counts.
        await blobs
            .TryUploadAsync(
                blob,
                found.Document.ToBytes(StorageBlobs.Describe(blob)),
                CreateConditions(null),
                cancellationToken
            )
            .ConfigureAwait(false);
        await StorageBlobs.DeleteAsync(former, cancellationToken).ConfigureAwait(false);
        return await StorageBlobs.ReadAsync(blob, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteBlobAsync(
        BlobClient blob,
        StorageDocument document,
        string? tag,
        CancellationToken cancellationToken
    )
    {
        var bytes = document.ToBytes(StorageBlobs.Describe(blob));
        var conditions = document.IsItem && tag != "*" ? CreateConditions(tag) : null;
        for (
            var attempt = 1;
            !await blobs.TryUploadAsync(blob, bytes, conditions, cancellationToken).ConfigureAwait(false);
            attempt++
        )
        {
            var stored = await StorageBlobs.ReadAsync(blob, cancellationToken).ConfigureAwait(false);
            // An earlier attempt had succeeded, and its response was lost.
            if (stored?.Document.Write == document.Write)
                return;
            if (stored is { Document.IsItem: true } || attempt == MaxAttempts)
                throw StorageDocument.CreateConflict(StorageBlobs.Describe(blob), tag, stored?.Tag);
            // There is nothing, or nothing that has an ETag.
            conditions = CreateConditions(stored?.Tag);
        }
    }

    // What is no ETag, or cannot stand in a header, matches no stored item: then only where nothing is stored.
    private static BlobRequestConditions CreateConditions(string? tag) =>
        string.IsNullOrEmpty(tag) || !tag.All(character => character is > ' ' and <= '~')
            ? new() { IfNoneMatch = ETag.All }
            : new() { IfMatch = new ETag(tag) };
}
