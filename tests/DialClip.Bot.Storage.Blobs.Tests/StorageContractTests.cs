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
    public async Task List_ByPrefix_AndDeleteWhatIsStillTheSame()
    {
        var storage = await AzuriteStorage.NewContainerAsync(azurite);
        Assert.Empty(await ListAsync(null));
        await storage.WriteAsync(Note.At("dialclip/a b/1", "first"), default);
        await storage.WriteAsync(Note.At("sms/users/1", "own"), default);
        var old = (await ListAsync(null)).Single();

        Assert.Equal("dialclip/a b/1", old.Key);
        Assert.Empty(await ListAsync(old.Written.AddHours(-1)));
        await storage.WriteAsync(Note.At("dialclip/a b/1", "second", "*"), default);
        Assert.False(await storage.TryDeleteAsync(old, default));
        Assert.True(await storage.TryDeleteAsync((await ListAsync(null)).Single(), default));
        Assert.Empty(await ListAsync(null));

        async Task<List<StoredEntry>> ListAsync(DateTimeOffset? before)
        {
            var listed = new List<StoredEntry>();
            await foreach (var entry in storage.ListAsync("dialclip/", before, default))
                listed.Add(entry);
            return listed;
        }
    }

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
