using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>How the environment of the process is made; all of it is optional.</summary>
[SuppressMessage("Design", "CA1051:Do not declare visible instance fields", Justification = "The real package has fields.")]
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "The real package has none.")]
public struct EnvironmentCreationOptions
{
    /// <summary>The name in log lines.</summary>
    public string? logId;

    /// <summary>From which level on is logged; null means warnings.</summary>
    public OrtLoggingLevel? logLevel;

    /// <summary>The shared thread pools, or null for pools of each session.</summary>
    public OrtThreadingOptions? threadOptions;
}
