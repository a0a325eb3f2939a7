using System.ComponentModel.DataAnnotations;

namespace DialClip.Bot.Attachments;

/// <summary>Which pictures of users are fetched.</summary>
public sealed class AttachmentOptions
{
    /// <summary>Gets or sets further hosts that pictures may be fetched from by https, named exactly; 'channel/host' allows one for one channel only.</summary>
    /// <value>The default is none: only where Teams and Direct Line keep what users send, pictures inside a message, and those of the local chat.</value>
    [HostNames(ByChannel = true)]
    public List<string> AllowedHosts { get; set; } = [];

    /// <summary>Gets or sets further connector hosts of Teams that the bot's own token may be sent to, named exactly.</summary>
    /// <value>The default is none: only smba.trafficmanager.net, the connector of the public cloud.</value>
    [HostNames]
    public List<string> TokenHosts { get; set; } = [];

    /// <summary>Gets or sets whether uploads of the local chat are fetched from this machine, by its loopback address.</summary>
    /// <value>The default is null: in the environment Development only.</value>
    public bool? AllowLoopback { get; set; }

    /// <summary>Gets or sets the most bytes of a picture.</summary>
    /// <value>The default is 8388608, 8 MiB.</value>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Gets or sets the most pixels of a picture, width x height; more are refused undecoded.</summary>
    /// <value>The default is 24000000.</value>
    [Range(1024, 100_000_000)]
    public int MaxPixels { get; set; } = 24_000_000;
}
