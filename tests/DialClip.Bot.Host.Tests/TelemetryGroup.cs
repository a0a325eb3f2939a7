namespace DialClip.Bot.Host.Tests;

/// <summary>Tests that listen to the whole process; no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TelemetryGroup
{
    public const string Name = "telemetry";
}
