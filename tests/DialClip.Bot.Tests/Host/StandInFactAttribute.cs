using DialClip.Bot.Host;

namespace DialClip.Bot.Tests.Host;

/// <summary>A fact about builds on the Bot Framework's stand-in; skipped where the real package is in use, whatever the other SDKs are.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StandInFactAttribute : FactAttribute
{
    public StandInFactAttribute() => Skip = StandIns.InUse().Split(", ").Contains("Microsoft.Bot.Builder") ? null : "the real Bot Framework is in use";
}
