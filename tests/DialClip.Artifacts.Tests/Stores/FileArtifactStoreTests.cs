using DialClip.Artifacts.Stores;

namespace DialClip.Artifacts.Tests.Stores;

public sealed class FileArtifactStoreTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public Task Store_NewFolder_HoldsTheContract() =>
        StoreContract.HoldsAsync(new FileArtifactStore(temporary.At("store")));

    [Fact]
    public Task WriteAsync_ManyWriters_HaveOneWinner() =>
        StoreContract.HasOneWinnerAsync(new FileArtifactStore(temporary.At("store")));

    [Fact]
    public async Task Resolve_LinkOutOfTheStore_IsRefused()
    {
        temporary.Fill("outside", ("secret.txt", "secret"));
        var sut = new FileArtifactStore(temporary.Fill("store", ("in/file.txt", "fine")));
        Directory.CreateSymbolicLink(temporary.At("store", "link"), temporary.At("outside"));
        File.CreateSymbolicLink(temporary.At("store", "in", "file-link"), temporary.At("outside", "secret.txt"));
        Directory.CreateSymbolicLink(temporary.At("store", "inner"), temporary.At("store", "in"));

        var throughFolder = await Assert.ThrowsAsync<ArtifactException>(() =>
            sut.OpenReadAsync("link/secret.txt", default)
        );
        await Assert.ThrowsAsync<ArtifactException>(() => sut.OpenReadAsync("in/file-link", default));
        await Assert.ThrowsAsync<ArtifactException>(() => StoreContract.WriteAsync(sut, "link/new.txt", "x"));

        Assert.Contains("leads out of folder", throughFolder.Message, StringComparison.Ordinal);
        Assert.Equal("fine", await StoreContract.ReadAsync(sut, "inner/file.txt"));
        Assert.Equal(["in/file.txt"], await StoreContract.ListAsync(sut, ""));
        Assert.False(File.Exists(temporary.At("outside", "new.txt")));
    }

    [Fact]
    public async Task OpenReadAsync_RootBehindALink_IsTheStoreItself()
    {
        temporary.Fill("store", ("file.txt", "fine"));
        Directory.CreateSymbolicLink(temporary.At("alias"), temporary.At("store"));

        Assert.Equal("fine", await StoreContract.ReadAsync(new FileArtifactStore(temporary.At("alias")), "file.txt"));
    }

    [Fact]
    public async Task WriteAsync_SourceBreaks_LeavesNothing()
    {
        var sut = new FileArtifactStore(temporary.At("store"));

        await Assert.ThrowsAsync<IOException>(() =>
            sut.WriteAsync("a/file", new BreakingStream(new byte[100_000], 50_000), default)
        );

        Assert.Empty(Directory.GetFiles(temporary.At("store"), "*", SearchOption.AllDirectories));
    }
}
