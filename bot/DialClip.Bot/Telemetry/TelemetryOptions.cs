namespace DialClip.Bot.Telemetry;

/// <summary>What the plugin's own spans may carry beyond kinds, counts and times.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Gets or sets whether spans carry the text of messages.</summary>
    /// <value>The default is false.</value>
    public bool IncludeText { get; set; }

    /// <summary>Gets or sets whether spans carry the ids of users.</summary>
    /// <value>The default is false.</value>
    public bool IncludeUser { get; set; }
}
