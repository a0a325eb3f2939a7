using DialClip.Bot.Health;
using DialClip.Bot.State;
using DialClip.Bot.Storage;
using DialClip.Bot.Tests.Bot;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialClip.Bot.Tests.Health;

public sealed class StorageHealthCheckTests
{
    [Fact]
    public async Task Check_StorageNeverAnswers_IsUnhealthyAfterItsTime()
    {
        var never = new TaskCompletionSource<IDictionary<string, object>>();
        var time = new ObservableTime();
        var sut = new StorageHealthCheck(time, Kept(new OtherStorage(() => never.Task)));

        var checking = sut.CheckHealthAsync(new());
        // The budget's own, and that of the wait for a storage that ignores it.
        await time.NextTimerAsync();
        await time.NextTimerAsync();
        time.Advance(TimeSpan.FromSeconds(2));

        var result = await checking;
        Assert.Equal(
            (HealthStatus.Unhealthy, "The conversation storage did not answer within 2 seconds."),
            (result.Status, result.Description)
        );
    }

    [Fact]
    public async Task Check_ManyProbes_AreAnsweredByOneWriteInFiveSeconds()
    {
        var (reads, time) = (0, new FakeTimeProvider());
        var sut = new StorageHealthCheck(
            time,
            Kept(
                new OtherStorage(() =>
                    Task.FromResult<IDictionary<string, object>>(
                        new Dictionary<string, object> { [StorageHealthCheck.Key] = Interlocked.Increment(ref reads) }
                    )
                )
            )
        );

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sut.CheckHealthAsync(new())));
        var before = reads;
        time.Advance(StorageHealthCheck.Interval);
        await sut.CheckHealthAsync(new());

        Assert.Equal((1, 2), (before, reads));
    }

    [Fact]
    public async Task Check_StorageThatTakesNothing_IsUnhealthy()
    {
        var empty = Task.FromResult<IDictionary<string, object>>(new Dictionary<string, object>());
        var full = new StorageHealthCheck(
            new FakeTimeProvider(),
            Kept(new OtherStorage(() => empty) { Error = new IOException("No space left on device: /secret") })
        );
        var forgetful = new StorageHealthCheck(new FakeTimeProvider(), Kept(new OtherStorage(() => empty)));

        var results = new[] { await full.CheckHealthAsync(new()), await forgetful.CheckHealthAsync(new()) };

        Assert.All(results, result => Assert.Equal(HealthStatus.Unhealthy, result.Status));
        Assert.Equal(
            [
                "The conversation storage failed with IOException; the log has the details.",
                "The conversation storage lost a record that was just written.",
            ],
            results.Select(result => result.Description)
        );
    }

    private static ConversationStorage Kept(IStorage storage) =>
        new(
            new ServiceCollection().AddSingleton(storage).BuildServiceProvider(),
            new FixedOptions<ConversationOptions>(new()),
            TimeProvider.System,
            NullLogger<ConversationStorage>.Instance
        );

    private sealed class OtherStorage(Func<Task<IDictionary<string, object>>> read) : IStorage
    {
        public Task<IDictionary<string, object>> ReadAsync(
            string[] keys,
            CancellationToken cancellationToken = default
        ) => read();

        public Exception? Error { get; init; }

        public Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default) =>
            Error is null ? Task.CompletedTask : Task.FromException(Error);

        public Task DeleteAsync(string[] keys, CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
