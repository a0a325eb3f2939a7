using Azure.Identity;
using Azure.Storage.Blobs;

namespace DialClip.Model.Artifacts;

/// <summary>Makes the store that the settings describe.</summary>
public static class ArtifactStoreFactory
{
    /// <summary>Makes the store.</summary>
    /// <param name="options">The settings, valid.</param>
    /// <param name="baseFolder">The folder that a relative path of a file store is relative to.</param>
    /// <param name="time">The clock of retries and timeouts.</param>
    /// <exception cref="ArtifactException">The connection string cannot be read.</exception>
    public static IArtifactStore Create(ArtifactStoreOptions options, string baseFolder, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        return options.Kind == ArtifactStoreKind.File
            ? new FileArtifactStore(Path.Combine(baseFolder, options.Path))
            : new BlobArtifactStore(Connect(options, new BlobClientOptions(), time));
    }

    /// <summary>Creates the client of a container: its retries are the settings', its timeout is per request.</summary>
    internal static BlobContainerClient Connect(
        ArtifactStoreOptions options,
        BlobClientOptions clientOptions,
        TimeProvider time
    )
    {
        clientOptions.RetryPolicy = new StoreRetryPolicy(StoreResilience.Create(options, time), options.AttemptTimeout);
        clientOptions.Retry.NetworkTimeout = options.AttemptTimeout;
        if (options.ConnectionString is null)
        {
            var address = new Uri(options.Container!);
            return address.Query.Contains("sig=", StringComparison.Ordinal)
                ? new BlobContainerClient(address, clientOptions)
                : new BlobContainerClient(address, new DefaultAzureCredential(), clientOptions);
        }

        try
        {
            return new BlobContainerClient(options.ConnectionString, options.Container, clientOptions);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            // The text itself is a secret, so the message does not repeat it.
            throw new ArtifactException(
                "The 'ConnectionString' of the store cannot be read; expected that of a storage account, such as 'DefaultEndpointsProtocol=https;AccountName=...;AccountKey=...'. Copy it again from the account's access keys.",
                error
            );
        }
    }
}
