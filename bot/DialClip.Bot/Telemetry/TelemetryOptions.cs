namespace DialClip.Bot.Telemetry;

/// <summary>The settings of the plugin's spans: what they contain beyond kinds, counts and times.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Gets or sets whether spans contain the text of messages.</summary>
    /// <value>The default is false.</value>
    public bool IncludeText { get; set; }

    /// <summary>Gets or sets whether spans contain the hashes of users, as records have them.</summary>
    /// <value>The default is false.</value>
    public bool IncludeUser { get; set; }
}
