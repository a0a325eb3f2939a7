using DialClip.Bot.Telemetry;
using DialClip.Model.Telemetry;

namespace DialClip.Bot;

/// <summary>The names of the activity sources and meters that a host exports, by OpenTelemetry for example.</summary>
public static class DialClipTelemetry
{
    /// <summary>The name of the activity source of turns: one span a message, fetched pictures and replies.</summary>
    public const string ActivitySourceName = BotTelemetry.Name;

    /// <summary>The name of the meter of turns, feedback and refused pictures.</summary>
    public const string MeterName = BotTelemetry.Name;

    /// <summary>The name of the activity source of encoding, search and model loads.</summary>
    public const string ModelActivitySourceName = ModelTelemetry.Name;

    /// <summary>The name of the meter of encoding, search and model loads.</summary>
    public const string ModelMeterName = ModelTelemetry.Name;
}
