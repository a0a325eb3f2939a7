namespace DialClip.Bot.Tests.Media;

/// <summary>A clock that a test sets.</summary>
internal sealed class MovableTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2030, 5, 6, 7, 8, 9, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
