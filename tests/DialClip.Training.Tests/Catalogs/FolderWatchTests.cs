using DialClip.Training.Catalogs;
using DialClip.Training.Catalogs.Folders;

namespace DialClip.Training.Tests.Catalogs;

public sealed class FolderWatchTests : IDisposable
{
    private readonly CatalogBed bed = new();
    private readonly ObservableTime time = new();

    public void Dispose() => bed.Dispose();

    [Fact]
    public async Task WaitForChange_FileThatGrows_IsWaitedForUntilItIsWhole()
    {
        bed.PutPictures("a.bmp");
        using var watch = Watch();
        var change = watch.WaitForChangeAsync(CancellationToken.None);

        await PassAsync(FolderWatch.Interval);
        await PassAsync(FolderWatch.Interval, () => bed.Put("b.jpg", EncodedSamples.Jpeg[..100]));
        await PassAsync(FolderWatch.Settling, () => bed.Put("b.jpg", EncodedSamples.Jpeg[..200]));
        await PassAsync(FolderWatch.Settling, () => bed.Put("b.jpg", EncodedSamples.Jpeg));
        await PassAsync(FolderWatch.Settling, () => Assert.False(change.IsCompleted));

        await change.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task WaitForChange_FolderThatGoesAndComesBack_IsNoError()
    {
        bed.PutPictures("a.bmp");
        using var watch = Watch();
        var away = watch.WaitForChangeAsync(CancellationToken.None);
        await PassAsync(FolderWatch.Interval, () => Directory.Move(bed.Folder, bed.Beside("elsewhere")));
        await PassAsync(FolderWatch.Settling);
        await away.WaitAsync(TimeSpan.FromSeconds(60));

        Directory.Move(bed.Beside("elsewhere"), bed.Folder);
        var back = watch.WaitForChangeAsync(CancellationToken.None);
        await PassAsync(FolderWatch.Settling);

        await back.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task WaitForChange_Cancelled_Ends()
    {
        using var watch = Watch();
        using var stop = new CancellationTokenSource();
        var change = watch.WaitForChangeAsync(stop.Token);
        await time.NextTimerAsync();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => change);
    }

    private FolderWatch Watch() => new(null, () => new FolderLister(bed.Folder, new Findings()).List(), time);

    // Passes the wait that the watch has begun, or begins next; the change happens during it.
    private async Task PassAsync(TimeSpan expected, Action? change = null)
    {
        Assert.Equal(expected, await time.NextTimerAsync());
        change?.Invoke();
        time.Advance(expected);
    }
}
