using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DialClip.Model.Tests;

public sealed class ModelReloaderTests : IDisposable
{
    private readonly TinyBundle bundle = new();
    private readonly ManualTime time = new();

    [Fact]
    public async Task Execute_StoreIsEmptyAtFirst_TriesAgainAndEndsOnceLoaded()
    {
        using var source = new ModelSource(bundle.Loader, bundle.Options);
        using var sut = new ModelReloader(() => source, Options.Create(bundle.Options), time, NullLogger<ModelReloader>.Instance);
        await sut.StartAsync(CancellationToken.None);
        var firstWait = await time.NextTimerAsync();
        await bundle.WriteAllAsync();

        firstWait.Fire();
        await sut.ExecuteTask!;

        Assert.Equal(ModelReloader.FirstModelRetry, firstWait.Due);
        Assert.True(source.IsReady);
    }

    [Fact]
    public async Task Execute_ReloadInterval_FindsTheNewerVersionAndStops()
    {
        await bundle.WriteAllAsync();
        var options = bundle.Options;
        options.ReloadInterval = TimeSpan.FromMinutes(5);
        using var source = new ModelSource(bundle.Loader, options);
        using var sut = new ModelReloader(() => source, Options.Create(options), time, NullLogger<ModelReloader>.Instance);
        await sut.StartAsync(CancellationToken.None);
        var wait = await time.NextTimerAsync();
        await bundle.WriteHeadAsync("2", seed: 3);
        await bundle.WriteIndexAsync("2");

        wait.Fire();
        await time.NextTimerAsync();
        await sut.StopAsync(CancellationToken.None);

        using var lease = source.Acquire();
        Assert.Equal(TimeSpan.FromMinutes(5), wait.Due);
        Assert.Equal("2", lease.Model.Default.Head.Version);
        Assert.True(sut.ExecuteTask!.IsCompleted);
    }

    public void Dispose() => bundle.Dispose();

    /// <summary>A clock whose timers fire when the test says so.</summary>
    private sealed class ManualTime : TimeProvider
    {
        private readonly Channel<Timer> timers = Channel.CreateUnbounded<Timer>();

        public Task<Timer> NextTimerAsync() => timers.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(callback, state, dueTime);
            timers.Writer.TryWrite(timer);
            return timer;
        }

        internal sealed class Timer(TimerCallback callback, object? state, TimeSpan due) : ITimer
        {
            public TimeSpan Due => due;

            public void Fire() => callback(state);

            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
