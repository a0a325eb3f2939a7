namespace DialClip.Training.Hub;

/// <summary>How patient a pull is.</summary>
internal sealed record PullLimits
{
    /// <summary>Gets after how long without a byte an attempt is given up.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how many attempts in a row may bring nothing new.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Gets the first wait between attempts; later ones grow.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the longest wait that the growing rule may choose.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the longest wait that a hub may ask for; a person can come back later than that.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(10);
}
