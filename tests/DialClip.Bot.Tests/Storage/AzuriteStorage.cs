using Azure.Storage.Blobs;
using DialClip.Bot.Storage;

namespace DialClip.Bot.Tests.Storage;

/// <summary>Blob storages as the plugin makes them, on a local Azurite.</summary>
internal static class AzuriteStorage
{
    public static async Task<StorageOptions> NewOptionsAsync(AzuriteServer azurite) =>
        new()
        {
            Kind = StorageKind.Blob,
            ConnectionString = await azurite.GetConnectionStringAsync(),
            Container = $"state-{Guid.NewGuid():N}",
            AttemptTimeout = TimeSpan.FromSeconds(30),
        };

    public static async Task<BlobStorage> NewContainerAsync(AzuriteServer azurite) =>
        Open(await NewOptionsAsync(azurite));

    public static BlobStorage Open(StorageOptions options) => new(Container(options));

    public static BlobContainerClient Container(StorageOptions options) =>
        options.Connection.Connect(new BlobClientOptions(), TimeProvider.System);
}
