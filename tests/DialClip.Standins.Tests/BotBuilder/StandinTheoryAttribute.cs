namespace DialClip.Standins.Tests.BotBuilder;

/// <summary>A theory about the stand-in alone; skipped where the real package is underneath.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StandinTheoryAttribute : TheoryAttribute
{
    public StandinTheoryAttribute() => Skip = StandinFactAttribute.SkipReason;
}
