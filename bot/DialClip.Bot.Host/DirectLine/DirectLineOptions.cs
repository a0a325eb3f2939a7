using System.ComponentModel.DataAnnotations;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>The local Direct Line, which connects the chat page to the bot.</summary>
public sealed class DirectLineOptions
{
    /// <summary>Gets or sets whether there is a local Direct Line.</summary>
    /// <value>The default is true; without a secret the host then listens on this machine only.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets what a caller must show to get a token.</summary>
    /// <value>The default is empty: tokens are free, and the host listens on this machine only.</value>
    public string Secret { get; set; } = "";

    /// <summary>Gets or sets where the bot takes activities.</summary>
    /// <value>The default is empty: this host's own /api/messages.</value>
    public string BotEndpoint { get; set; } = "";

    /// <summary>Gets or sets how long a token is good for.</summary>
    /// <value>The default is 30 minutes.</value>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets or sets how many conversations are kept; the one that was quiet the longest goes first.</summary>
    /// <value>The default is 1000.</value>
    [Range(1, 100_000)]
    public int MaxConversations { get; set; } = 1000;

    /// <summary>Gets or sets how many activities of a conversation are kept.</summary>
    /// <value>The default is 500.</value>
    [Range(10, 10_000)]
    public int MaxActivities { get; set; } = 500;

    /// <summary>Gets or sets after which quiet time a conversation is forgotten.</summary>
    /// <value>The default is 1 hour.</value>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets the most bytes of one uploaded file.</summary>
    /// <value>The default is 8388608, 8 MiB.</value>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxUploadBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Gets or sets the most bytes that all uploaded files together may take; the oldest go first.</summary>
    /// <value>The default is 134217728, 128 MiB.</value>
    [Range(1024, int.MaxValue)]
    public int MaxUploadBytesTotal { get; set; } = 128 * 1024 * 1024;
}
