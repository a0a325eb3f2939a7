namespace DialClip.Bot.Turns;

/// <summary>The time that the plugin may spend on a message; the host bot's time does not count.</summary>
internal sealed class TurnBudget : IDisposable
{
    private readonly TimeSpan limit;
    private readonly TimeProvider time;
    private TimeSpan spent;
    private long started;
    private bool isRunning;
    private CancellationTokenSource? timer;
    private CancellationTokenSource? linked;

    /// <summary>Creates a budget, which begins at once.</summary>
    /// <param name="limit">The most time.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the turn.</param>
    public TurnBudget(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        (this.limit, this.time) = (limit, time);
        Resume(cancellationToken);
    }

    /// <summary>Gets a token that is cancelled with the turn, and when the budget is spent.</summary>
    public CancellationToken Token { get; private set; }

    /// <summary>Gets the time that was spent.</summary>
    public TimeSpan Elapsed => isRunning ? spent + time.GetElapsedTime(started) : spent;

    /// <summary>Ends or interrupts the plugin's work.</summary>
    public void Pause()
    {
        if (!isRunning)
            return;
        (spent, isRunning) = (Elapsed, false);
        linked!.Dispose();
        timer!.Dispose();
    }

    /// <summary>Continues the plugin's work with what is left.</summary>
    public void Resume(CancellationToken cancellationToken)
    {
        Pause();
        var left = limit - spent;
        timer = new(left > TimeSpan.Zero ? left : Timeout.InfiniteTimeSpan, time);
        if (left <= TimeSpan.Zero)
            timer.Cancel();
        linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        (Token, started, isRunning) = (linked.Token, time.GetTimestamp(), true);
    }

    /// <inheritdoc/>
    public void Dispose() => Pause();
}
