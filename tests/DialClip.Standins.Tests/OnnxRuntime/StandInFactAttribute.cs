using System.Reflection;
using DialClip.Testing;
using Microsoft.ML.OnnxRuntime;

namespace DialClip.Standins.Tests.OnnxRuntime;

/// <summary>A fact about what the stand-in promises beyond the real package; skipped where the real one is underneath.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StandInFactAttribute : FactAttribute
{
    public StandInFactAttribute() => Skip = IsStandIn ? Tools.SkipReason(Tool.OnnxRuntime) : "the real package is in use";

    private static bool IsStandIn =>
        typeof(OrtEnv).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion == "0.0.0-standin";
}
