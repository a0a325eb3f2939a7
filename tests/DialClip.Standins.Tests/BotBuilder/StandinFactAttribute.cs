using System.Reflection;
using Microsoft.Bot.Schema;

namespace DialClip.Standins.Tests.BotBuilder;

/// <summary>A fact about the stand-in alone, such as what it refuses; skipped where the real package is underneath.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StandinFactAttribute : FactAttribute
{
    public StandinFactAttribute() => Skip = SkipReason;

    internal static string? SkipReason { get; } =
        typeof(Activity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion == "0.0.0-standin"
            ? null
            : "The real Bot Framework SDK is in use; this is about its stand-in.";
}
