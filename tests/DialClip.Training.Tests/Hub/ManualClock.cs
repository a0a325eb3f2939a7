using System.Collections.Concurrent;

namespace DialClip.Training.Tests.Hub;

/// <summary>A clock that waits for nobody: waits end at once and are noted down; only the timers of stalls wait for the test.</summary>
internal sealed class ManualClock(TimeSpan stall) : TimeProvider
{
    private readonly ConcurrentDictionary<Timer, bool> stalls = new();
    private readonly ConcurrentQueue<TimeSpan> waits = new();
    private long elapsed;

    /// <summary>Gets the waits that were asked for.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. waits];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => Interlocked.Add(ref elapsed, by.Ticks);

    /// <summary>Lets every running call stall.</summary>
    public void FireStalls()
    {
        foreach (var timer in stalls.Keys)
            timer.Fire();
    }

    public override long GetTimestamp() => Interlocked.Read(ref elapsed);

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private void Schedule(Timer timer, TimeSpan dueTime)
    {
        if (dueTime == Timeout.InfiniteTimeSpan)
            return;
        if (dueTime == stall)
        {
            stalls[timer] = true;
            return;
        }
        waits.Enqueue(dueTime);
        Advance(dueTime);
        // Not on this thread: whoever asks for a timer may not expect it to fire before he has it.
        ThreadPool.QueueUserWorkItem(_ => timer.Fire());
    }

    private sealed class Timer(ManualClock clock, Action callback) : ITimer
    {
        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.stalls.TryRemove(this, out _);
            clock.Schedule(this, dueTime);
            return true;
        }

        public void Dispose() => clock.stalls.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
