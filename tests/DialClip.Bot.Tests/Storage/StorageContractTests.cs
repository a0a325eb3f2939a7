using DialClip.Bot.Storage;
using Microsoft.Bot.Builder;

namespace DialClip.Bot.Tests.Storage;

/// <summary>The contract over each storage; the first one shows that it is the SDK's own.</summary>
public sealed class StorageContractTests(AzuriteServer azurite) : IClassFixture<AzuriteServer>, IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public static TheoryData<string> Clauses => StorageContract.Clauses;

    public void Dispose() => temporary.Dispose();

    [Theory]
    [MemberData(nameof(Clauses))]
    public Task MemoryStorage_OfTheSdk_HoldsTheContract(string clause) =>
        StorageContract.CheckAsync(clause, new MemoryStorage());

    [Theory]
    [MemberData(nameof(Clauses))]
    public Task FileStorage_HoldsTheContract(string clause) =>
        StorageContract.CheckAsync(clause, new FileStorage(temporary.At("state"), TimeSpan.FromMinutes(1)));

    [RequiresTheory(Tool.Azurite)]
    [MemberData(nameof(Clauses))]
    public async Task BlobStorage_HoldsTheContract(string clause) =>
        await StorageContract.CheckAsync(clause, await AzuriteStorage.NewContainerAsync(azurite));
}
