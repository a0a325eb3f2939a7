using Microsoft.Bot.Builder;

namespace DialClip.Bot.Storage.Blobs.Tests;

/// <summary>The contract over blobs, and over the SDK's own storage, whose contract it is.</summary>
public sealed class StorageContractTests(AzuriteServer azurite) : IClassFixture<AzuriteServer>
{
    public static TheoryData<string> Clauses => StorageContract.Clauses;

    [Theory]
    [MemberData(nameof(Clauses))]
    public Task MemoryStorage_OfTheSdk_HoldsTheContract(string clause) =>
        StorageContract.CheckAsync(clause, new MemoryStorage());

    [RequiresTheory(Tool.Azurite)]
    [MemberData(nameof(Clauses))]
    public async Task BlobStorage_HoldsTheContract(string clause) =>
        await StorageContract.CheckAsync(clause, await AzuriteStorage.NewContainerAsync(azurite));

    [RequiresFact(Tool.Azurite)]
    public async Task BlobStorage_EightWriters_LoseNothing()
    {
        var options = await AzuriteStorage.NewOptionsAsync(azurite);

        await ConcurrentWriters.CheckAsync(() => AzuriteStorage.Open(options));
    }

    [RequiresFact(Tool.Azurite)]
    public async Task BlobStorage_OfABotsOwnState_GivesItBack()
    {
        var options = await AzuriteStorage.NewOptionsAsync(azurite);

        await BotStateContract.CheckAsync(() => AzuriteStorage.Open(options));
    }
}
