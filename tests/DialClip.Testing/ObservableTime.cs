using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace DialClip.Testing;

/// <summary>
/// A fake clock whose timers a test can await, and on which the waits that a test chooses are over at once.
/// FakeTimeProvider alone moves when a test says so, and a test cannot know when the product has begun to wait, as
/// before a retry.
/// </summary>
/// <param name="isOver">Chooses by its length whether a wait is over at once; by default none is.</param>
internal sealed class ObservableTime(Func<TimeSpan, bool>? isOver = null)
    : FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero))
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<TimeSpan> timers = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Gets the waits that were over at once; the clock does not move for them.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    /// <summary>Waits for the next timer that is created, and gets the time until it is due.</summary>
    public Task<TimeSpan> NextTimerAsync() => timers.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(
            this,
            callback,
            state,
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan)
        );
        timer.Change(dueTime, period);
        return timer;
    }

    private bool IsOver(TimeSpan dueTime) => dueTime >= TimeSpan.Zero && isOver?.Invoke(dueTime) == true;

    // Polly sets a timer's time after its creation.
    private sealed class Timer(ObservableTime time, TimerCallback callback, object? state, ITimer inner) : ITimer
    {
        private volatile bool disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (time.IsOver(dueTime))
            {
                time.Waits.Enqueue(dueTime);
                // On another thread, as any timer fires: whoever sets one may not expect it to fire before he has it.
                ThreadPool.QueueUserWorkItem(_ =>
                {
                    if (!disposed)
                        callback(state);
                });
            }
            else
            {
                inner.Change(dueTime, period);
            }

            if (dueTime != Timeout.InfiniteTimeSpan)
                time.timers.Writer.TryWrite(dueTime);
            return true;
        }

        public void Dispose()
        {
            disposed = true;
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
