using System.Collections.Concurrent;

namespace DialClip.Testing;

/// <summary>A clock on which no wait up to a limit takes time; longer ones, such as timeouts of quick calls, never end.</summary>
internal sealed class ImmediateTime(TimeSpan limit) : TimeProvider
{
    /// <summary>Gets the waits that were asked for and ended.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override DateTimeOffset GetUtcNow() => new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(ImmediateTime time, TimerCallback callback, object? state) : ITimer
    {
        private bool disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan || dueTime > time.limit)
                return true;
            time.Waits.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ =>
            {
                if (!Volatile.Read(ref disposed))
                    callback(state);
            });
            return true;
        }

        public void Dispose() => Volatile.Write(ref disposed, true);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private readonly TimeSpan limit = limit;
}
