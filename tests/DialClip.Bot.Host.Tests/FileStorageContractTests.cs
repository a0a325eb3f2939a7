using DialClip.Bot.Storage;

namespace DialClip.Bot.Host.Tests;

/// <summary>The contract of storages over files, and several writers of one folder.</summary>
public sealed class FileStorageContractTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public static TheoryData<string> Clauses => StorageContract.Clauses;

    public void Dispose() => temporary.Dispose();

    [Theory]
    [MemberData(nameof(Clauses))]
    public Task FileStorage_HoldsTheContract(string clause) =>
        StorageContract.CheckAsync(clause, new FileStorage(temporary.At("state"), TimeSpan.FromMinutes(1)));

    [Theory]
    [MemberData(nameof(Clauses))]
    public Task BoundedMemoryStorage_HoldsTheContract(string clause) =>
        StorageContract.CheckAsync(clause, new BoundedMemoryStorage(10_000));

    [Theory]
    [InlineData("file")]
    [InlineData("memory")]
    public async Task List_ByAgeAndPrefix_AndDeleteWhatIsStillTheSame(string kind)
    {
        IListableStorage storage =
            kind == "file" ? new FileStorage(temporary.At("state")) : new BoundedMemoryStorage(10);
        await storage.WriteAsync(Note.At("dialclip/a", "first"), default);
        await storage.WriteAsync(Note.At("sms/users/1", "own"), default);
        var old = await ListAsync("dialclip/", null);

        Assert.Equal(["dialclip/a"], old.Select(entry => entry.Key));
        Assert.Equal(2, (await ListAsync("", null)).Count);
        Assert.Empty(await ListAsync("", old[0].Written.AddHours(-1)));
        Assert.Equal(2, (await ListAsync("", old[0].Written.AddHours(1))).Count);
        await storage.WriteAsync(Note.At("dialclip/a", "second", "*"), default);
        Assert.False(await storage.TryDeleteAsync(old[0], default));
        Assert.True(await storage.TryDeleteAsync((await ListAsync("dialclip/", null))[0], default));
        Assert.Equal(["sms/users/1"], (await ListAsync("", null)).Select(entry => entry.Key));

        async Task<List<StoredEntry>> ListAsync(string prefix, DateTimeOffset? before)
        {
            var listed = new List<StoredEntry>();
            await foreach (var entry in storage.ListAsync(prefix, before, default))
                listed.Add(entry);
            return listed;
        }
    }

    [Fact]
    public Task FileStorage_EightWriters_LoseNothing() =>
        ConcurrentWriters.CheckAsync(() => new FileStorage(temporary.At("state"), TimeSpan.FromMinutes(1)));

    [Fact]
    public Task FileStorage_OfABotsOwnState_GivesItBack() =>
        BotStateContract.CheckAsync(() => new FileStorage(temporary.At("state")));

    [Fact]
    public async Task FileStorage_TwoProcesses_LoseNothing()
    {
        await using var first = WriterProcess.Start("write", temporary.At("state"), "0", "50");
        await using var second = WriterProcess.Start("write", temporary.At("state"), "1", "50");
        await Task.WhenAll(first.WaitUntilReadyAsync(), second.WaitUntilReadyAsync());

        first.Go();
        second.Go();

        Assert.Equal(["", ""], await Task.WhenAll(first.EndAsync(), second.EndAsync()));
        await ConcurrentWriters.AssertCompleteAsync(new FileStorage(temporary.At("state")), 2, 50);
    }

    [Fact]
    public async Task Write_ProcessDiesHoldingTheLock_TheNextOneGoesOn()
    {
        await new FileStorage(temporary.At("state")).WriteAsync(Note.At("key", "text"), default);
        var lockFile = Directory.GetFiles(temporary.At("state"), ".lock", SearchOption.AllDirectories).Single();
        await using var holder = WriterProcess.Start("hold", lockFile);
        await holder.WaitUntilReadyAsync();

        await Assert.ThrowsAsync<IOException>(() =>
            new FileStorage(temporary.At("state"), TimeSpan.Zero).WriteAsync(Note.At("key", "hurried", "*"), default)
        );
        await holder.DisposeAsync();
        await new FileStorage(temporary.At("state")).WriteAsync(Note.At("key", "afterwards", "*"), default);

        Assert.Equal("afterwards", (await Note.ReadAsync(new FileStorage(temporary.At("state")), "key"))!.Text);
    }
}
