using System.Diagnostics.Metrics;
using DialClip.Experiments.Events;
using Microsoft.Extensions.Logging;

namespace DialClip.Experiments.Tests.Events;

/// <summary>The log off the path of turns: a file that fails or hangs slows nobody and loses nothing.</summary>
public sealed class QueuedExperimentLogTests : IDisposable
{
    private readonly ObservableTime time = new();
    private readonly FakeLoggerProvider logs = new();
    private readonly Factory meters = new();
    private readonly EventFile file = new();

    public void Dispose() => meters.Dispose();

    [Fact]
    public async Task Dispose_EventsAreQueued_WritesThemAll()
    {
        var sut = CreateSut();

        for (var number = 0; number < 5_000; number++)
            sut.Append(CreateEvent($"{number}"));
        await sut.DisposeAsync();

        Assert.Equal(Enumerable.Range(0, 5_000).Select(number => $"{number}"), file.Written);
        Assert.True(file.IsClosed);
    }

    [Fact]
    public async Task Append_FileCannotBeWrittenForAWhile_LosesNothing()
    {
        await using var sut = CreateSut();
        file.Error = new IOException("No space left on device");

        sut.Append(CreateEvent("1"));
        sut.Append(CreateEvent("2"));
        Assert.Equal(QueuedExperimentLog.RetryDelay, await time.NextTimerAsync());
        var error = await Assert.ThrowsAsync<IOException>(() => sut.ProbeAsync(CancellationToken.None));
        // No turn waits for it.
        Assert.True(sut.FlushAsync(CancellationToken.None).IsCompleted);
        file.Error = null;
        time.Advance(QueuedExperimentLog.RetryDelay);
        await file.WaitForAsync(2);

        Assert.Equal(["1", "2"], file.Written);
        Assert.Contains("could not be written", error.Message, StringComparison.Ordinal);
        Assert.Single(logs.Lines, line => line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Append_FileHangs_HoldsNobodyAndCountsWhatTheQueueCannotHold()
    {
        using var lost = new MetricCollector<long>(meters, "DialClip.Bot", "dialclip.experiment.events.lost");
        var sut = CreateSut();
        file.Hang();
        sut.Append(CreateEvent("0"));
        await file.Hanging;

        var waiting = sut.FlushAsync(CancellationToken.None);
        Assert.Equal(QueuedExperimentLog.FlushTimeout, await time.NextTimerAsync());
        time.Advance(QueuedExperimentLog.FlushTimeout);
        await waiting;
        Assert.True(sut.FlushAsync(CancellationToken.None).IsCompleted);
        // The flush that was given up has a place, too.
        for (var number = 0; number < QueuedExperimentLog.Capacity - 1 + 3; number++)
            sut.Append(CreateEvent($"{number}"));

        Assert.Equal(3, lost.GetMeasurementSnapshot().Sum(measurement => measurement.Value));
        Assert.Single(logs.Lines, line => line.Level == LogLevel.Warning);
        var disposing = sut.DisposeAsync().AsTask();
        Assert.Equal(QueuedExperimentLog.DrainTimeout, await time.NextTimerAsync());
        time.Advance(QueuedExperimentLog.DrainTimeout);
        await disposing;
        Assert.False(file.IsClosed);
        file.GoOn();
    }

    [Fact]
    public async Task Dispose_FileCannotBeWritten_CountsAndLogsWhatIsLost()
    {
        using var lost = new MetricCollector<long>(meters, "DialClip.Bot", "dialclip.experiment.events.lost");
        var sut = CreateSut();
        file.Error = new UnauthorizedAccessException();
        sut.Append(CreateEvent("1"));
        await time.NextTimerAsync();
        sut.Append(CreateEvent("2"));

        await sut.DisposeAsync();

        Assert.Equal(2, lost.GetMeasurementSnapshot().Sum(measurement => measurement.Value));
        Assert.Contains(logs.Lines, line => line.Message.StartsWith("2 events", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Probe_ChecksTheFileBehindTheEvents()
    {
        await using var sut = CreateSut();
        sut.Append(CreateEvent("1"));

        await sut.ProbeAsync(CancellationToken.None);

        Assert.Equal(["1"], file.Written);
        Assert.Equal(1, file.Probes);
    }

    private QueuedExperimentLog CreateSut() =>
        new(file, meters, time, new LoggerFactory([logs]).CreateLogger<QueuedExperimentLog>());

    private static Feedback CreateEvent(string impression) =>
        new()
        {
            ImpressionId = impression,
            Time = DateTimeOffset.UnixEpoch,
            Liked = true,
        };

    private sealed class Factory : IMeterFactory
    {
        private readonly List<Meter> created = [];

        public Meter Create(MeterOptions options)
        {
            var meter = new Meter(options.Name, null, null, this);
            created.Add(meter);
            return meter;
        }

        public void Dispose() => created.ForEach(meter => meter.Dispose());
    }

    private sealed class EventFile : IEventFile
    {
        public int Erase(
            IEnumerable<string> hashes,
            IEnumerable<string> impressions,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        private readonly List<string> written = [];
        private readonly TaskCompletionSource hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim goOn = new(initialState: true);
        private readonly SemaphoreSlim each = new(0);
        private Exception? error;

        public IReadOnlyList<string> Written => written;

        public bool IsClosed { get; private set; }

        public int Probes { get; private set; }

        public Task Hanging => hanging.Task;

        public Exception? Error
        {
            set => Volatile.Write(ref error, value);
        }

        public void Hang() => goOn.Reset();

        public void GoOn() => goOn.Set();

        public async Task WaitForAsync(int count)
        {
            for (var number = 0; number < count; number++)
                Assert.True(await each.WaitAsync(TimeSpan.FromSeconds(60)));
        }

        public void Append(ExperimentEvent item)
        {
            if (!goOn.IsSet)
            {
                hanging.TrySetResult();
                goOn.Wait();
            }
            if (Volatile.Read(ref error) is { } thrown)
                throw thrown;
            written.Add(item.ImpressionId);
            each.Release();
        }

        public void Probe() => Probes++;

        public void Dispose() => IsClosed = true;
    }
}
