using Azure.Storage.Blobs;

namespace DialClip.Bot.Storage.Blobs.Tests;

/// <summary>Blob storages as the plugin makes them, on a local Azurite.</summary>
internal static class AzuriteStorage
{
    public static async Task<BlobStorageOptions> NewOptionsAsync(AzuriteServer azurite) =>
        new()
        {
            ConnectionString = await azurite.GetConnectionStringAsync(),
            Container = $"state-{Guid.NewGuid():N}",
            AttemptTimeout = TimeSpan.FromSeconds(30),
        };

    public static async Task<BlobStorage> NewContainerAsync(AzuriteServer azurite) =>
        Open(await NewOptionsAsync(azurite));

    public static BlobStorage Open(BlobStorageOptions options) => new(Container(options));

    public static BlobContainerClient Container(BlobStorageOptions options) =>
        options.Connection.Connect(new BlobClientOptions(), TimeProvider.System);
}
