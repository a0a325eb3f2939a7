namespace DialClip.Training.Hub;

/// <summary>The timeouts and retries of a pull.</summary>
internal sealed record PullLimits
{
    /// <summary>Gets the time without a byte after which an attempt is given up.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how many attempts in a row may bring nothing new; 2 or more.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Gets the first wait between attempts; later ones grow.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the longest wait between attempts, unless the hub asks for more.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the longest wait that a hub may ask for; a person can come back later than that.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets the wait after a number of interruptions in a row that brought nothing new.</summary>
    public TimeSpan WaitAfter(int interruptions) =>
        Delay * Math.Pow(2, interruptions) is var wait && wait < MaxDelay ? wait : MaxDelay;
}
