using Azure.Storage.Blobs;
using DialClip.Shared.Blobs;

namespace DialClip.Artifacts.Stores;

/// <summary>Creates the store that the settings describe.</summary>
public static class ArtifactStoreFactory
{
    /// <summary>Creates the store; nothing is read or written yet.</summary>
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

    /// <summary>Creates the client of a blob store's container.</summary>
    internal static BlobContainerClient Connect(
        ArtifactStoreOptions options,
        BlobClientOptions clientOptions,
        TimeProvider time
    )
    {
        var connection = new BlobConnection(
            options.Container!,
            options.ConnectionString,
            options.Retries,
            options.RetryDelay,
            options.MaxRetryDelay,
            options.AttemptTimeout
        );
        try
        {
            return connection.Connect(clientOptions, time);
        }
        catch (FormatException error)
        {
            throw new ArtifactException(error.Message, error);
        }
    }
}
