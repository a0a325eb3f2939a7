using DialClip.Model.Loading;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DialClip.Model.Tests.Loading;

public sealed class ModelReloaderTests : IDisposable
{
    private readonly TinyBundle bundle = new();
    private readonly ObservableTime time = new();

    [Fact]
    public async Task Execute_StoreIsEmptyAtFirst_TriesAgainAndEndsOnceLoaded()
    {
        using var source = new ModelSource(bundle.Loader, bundle.Options);
        using var sut = new ModelReloader(
            () => source,
            Options.Create(bundle.Options),
            time,
            NullLogger<ModelReloader>.Instance
        );
        await sut.StartAsync(CancellationToken.None);
        var firstWait = await time.NextTimerAsync();
        await bundle.WriteAllAsync();

        time.Advance(firstWait);
        await sut.ExecuteTask!;

        Assert.Equal(ModelReloader.FirstModelRetry, firstWait);
        Assert.True(source.IsReady);
    }

    [Fact]
    public async Task Execute_ReloadInterval_FindsTheNewerVersionAndStops()
    {
        await bundle.WriteAllAsync();
        var options = bundle.Options;
        options.ReloadInterval = TimeSpan.FromMinutes(5);
        using var source = new ModelSource(bundle.Loader, options);
        using var sut = new ModelReloader(
            () => source,
            Options.Create(options),
            time,
            NullLogger<ModelReloader>.Instance
        );
        await sut.StartAsync(CancellationToken.None);
        var wait = await time.NextTimerAsync();
        await bundle.WriteHeadAsync("2", seed: 3);
        await bundle.WriteIndexAsync("2");

        time.Advance(wait);
        await time.NextTimerAsync();
        await sut.StopAsync(CancellationToken.None);

        using var lease = source.Acquire();
        Assert.Equal(TimeSpan.FromMinutes(5), wait);
        Assert.Equal("2", lease.Model.Default.Head.Version);
        Assert.True(sut.ExecuteTask!.IsCompleted);
    }

    public void Dispose() => bundle.Dispose();
}
