using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace DialClip.Experiments.Events;

/// <summary>
/// An experiment log off the path of turns: events wait in a bounded queue, and one writer appends them to the file.
/// A file that cannot be written is tried again; what the queue does not hold is lost, counted and logged.
/// </summary>
internal sealed class QueuedExperimentLog : IErasableExperimentLog, IAsyncDisposable, IDisposable
{
    /// <summary>The meter of the plugin's turns.</summary>
    internal const string MeterName = "DialClip.Bot";

    /// <summary>The most events that wait; some hundred bytes each.</summary>
    internal const int Capacity = 10_000;

    /// <summary>The most time that a turn waits for the intention of its reply.</summary>
    internal static readonly TimeSpan FlushTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>The time until a file that could not be written is tried again.</summary>
    internal static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>The most time that the end of the process waits for what is queued.</summary>
    internal static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(5);

    private readonly Channel<Entry> queue = Channel.CreateBounded<Entry>(
        new BoundedChannelOptions(Capacity) { SingleReader = true }
    );
    private readonly IEventFile file;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Counter<long> lost;
    private readonly TaskCompletionSource stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<Task> writer;
    private long writeStart;
    private volatile bool isWriting;
    private volatile bool isFailing;
    private int isLosing;
    private int isDisposed;

    /// <summary>Creates the log; its writer starts with the first event.</summary>
    public QueuedExperimentLog(
        IEventFile file,
        IMeterFactory? meters,
        TimeProvider time,
        ILogger<QueuedExperimentLog> logger
    )
    {
        (this.file, this.time, this.logger) = (file, time, logger);
        var meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        lost = meter.CreateCounter<long>(
            "dialclip.experiment.events.lost",
            "{event}",
            "Events of the experiment log that were not written."
        );
        meter.CreateObservableGauge(
            "dialclip.experiment.events.queued",
            () => queue.Reader.Count,
            "{event}",
            "Events that wait to be written to the experiment log."
        );
        writer = new(() => Task.Run(WriteAllAsync));
    }

    /// <summary>Queues an event; it returns at once. One that finds no place is lost, counted and logged.</summary>
    public void Append(ExperimentEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (TryQueue(new(item)))
            return;
        lost.Add(1);
        if (Interlocked.Exchange(ref isLosing, 1) == 0)
            logger.EventsLost(Capacity);
    }

    /// <inheritdoc/>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (IsStalled() || !TryQueue(new(Written: done)))
            return;
        try
        {
            await done.Task.WaitAsync(FlushTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The user does not wait for a log.
        }
    }

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (isFailing)
            throw new IOException("The experiment log could not be written; it is tried again.");
        return TryQueue(new(Probed: done))
            ? done.Task.WaitAsync(cancellationToken)
            : throw new IOException($"{Capacity} events wait for the experiment log, which is not written.");
    }

    /// <inheritdoc/>
    public async Task<int> EraseEventsAsync(
        IEnumerable<string> hashes,
        IEnumerable<string> impressions,
        CancellationToken cancellationToken
    )
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // What waits is written first: it would come after the erasure.
        if (isFailing || !TryQueue(new(Written: done)))
            throw new IOException("Events wait for the experiment log, which is not written.");
        try
        {
            await done.Task.WaitAsync(DrainTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            throw new IOException("Events wait for the experiment log, which is not written.", error);
        }
        return await Task.Run(() => file.Erase(hashes, impressions, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Writes what is queued, within <see cref="DrainTimeout"/>, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) != 0)
            return;
        queue.Writer.TryComplete();
        // Ends the waiting for another try; what is queued is tried once more.
        stopping.TrySetResult();
        try
        {
            await writer.Value.WaitAsync(DrainTimeout, time).ConfigureAwait(false);
            file.Dispose();
        }
        catch (TimeoutException error)
        {
            // The file is left to the system: closing it would wait for the same write.
            Drop(queue.Reader.Count + 1, error);
        }
    }

    private bool TryQueue(Entry entry)
    {
        _ = writer.Value;
        return queue.Writer.TryWrite(entry);
    }

    private bool IsStalled() =>
        isFailing || (isWriting && time.GetElapsedTime(Volatile.Read(ref writeStart)) >= FlushTimeout);

    private async Task WriteAllAsync()
    {
        await foreach (var entry in queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (entry.Item is not null && !await TryWriteAsync(entry.Item).ConfigureAwait(false))
                return;
            entry.Written?.TrySetResult();
            if (entry.Probed is not null)
                Probe(entry.Probed);
            if (queue.Reader.Count == 0)
                Volatile.Write(ref isLosing, 0);
        }
    }

    // Returns false where the process ends and the file still cannot be written.
    private async Task<bool> TryWriteAsync(ExperimentEvent item)
    {
        while (true)
        {
            var isLast = stopping.Task.IsCompleted;
            try
            {
                Volatile.Write(ref writeStart, time.GetTimestamp());
                isWriting = true;
                file.Append(item);
                if (isFailing)
                    logger.EventsWrittenAgain();
                isFailing = false;
                return true;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                if (!isFailing)
                    logger.EventsNotWritten(error);
                isFailing = true;
                if (isLast)
                {
                    Drop(queue.Reader.Count + 1, error);
                    return false;
                }
            }
            finally
            {
                isWriting = false;
            }
            await Task.WhenAny(Task.Delay(RetryDelay, time), stopping.Task).ConfigureAwait(false);
        }
    }

    private void Probe(TaskCompletionSource done)
    {
        try
        {
            file.Probe();
            done.TrySetResult();
        }
        catch (Exception error)
        {
            done.TrySetException(error);
        }
    }

    private void Drop(int count, Exception error)
    {
        lost.Add(count);
        logger.EventsDropped(count, error);
    }

    // One of an event, a flush and a probe.
    private readonly record struct Entry(
        ExperimentEvent? Item = null,
        TaskCompletionSource? Written = null,
        TaskCompletionSource? Probed = null
    );
}
