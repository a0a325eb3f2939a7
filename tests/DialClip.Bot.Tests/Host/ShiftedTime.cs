namespace DialClip.Bot.Tests.Host;

/// <summary>The machine's time, moved by an offset.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
}
