using System.ComponentModel.DataAnnotations;

namespace DialClip.Bot.Attachments;

/// <summary>Which pictures of users are fetched.</summary>
public sealed class AttachmentOptions
{
    /// <summary>Gets or sets the hosts that pictures may be fetched from by https, named exactly.</summary>
    /// <value>The default is none: only pictures inside a message, and those of the local chat.</value>
    public List<string> AllowedHosts { get; set; } = [];

    /// <summary>Gets or sets the most bytes of a picture.</summary>
    /// <value>The default is 8388608, 8 MiB.</value>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Gets or sets how long fetching a picture may take.</summary>
    /// <value>The default is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:14", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}
