namespace DialClip.Testing;

/// <summary>A clock whose date and time can be set, as people and time servers do; what it measures goes on.</summary>
internal sealed class ShiftedTime(TimeProvider inner) : TimeProvider
{
    /// <summary>Gets or sets by how much the clock is wrong.</summary>
    public TimeSpan Shift { get; set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Shift;

    /// <inheritdoc/>
    public override long GetTimestamp() => inner.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
