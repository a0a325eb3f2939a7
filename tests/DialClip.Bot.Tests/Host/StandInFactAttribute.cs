using DialClip.Bot.Host;

namespace DialClip.Bot.Tests.Host;

/// <summary>A fact about builds on stand-ins; skipped where the real packages are in use.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StandInFactAttribute : FactAttribute
{
    public StandInFactAttribute() => Skip = StandIns.InUse().Length == 0 ? "the real Bot Framework is in use" : null;
}
