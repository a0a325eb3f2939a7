namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>A clock on which short waits, such as those before a repetition, are over at once; longer ones, such as time limits, take their time.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(2);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime >= TimeSpan.Zero && dueTime < Long ? TimeSpan.Zero : dueTime, period);
}
