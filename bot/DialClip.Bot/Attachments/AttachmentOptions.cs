using System.ComponentModel.DataAnnotations;

namespace DialClip.Bot.Attachments;

/// <summary>The settings of fetching users' pictures.</summary>
public sealed class AttachmentOptions
{
    /// <summary>
    /// Gets or sets further hosts that pictures may be fetched from by https, named exactly; 'channel/host' allows one
    /// for one channel only.
    /// </summary>
    /// <value>
    /// The default is none: only the hosts of Teams and Direct Line, pictures inside a message, and the local chat's.
    /// </value>
    [HostNames(ByChannel = true)]
    public List<string> AllowedHosts { get; set; } = [];

    /// <summary>
    /// Gets or sets further connector hosts of Teams that the bot's own token may be sent to, named exactly.
    /// </summary>
    /// <value>The default is none: only smba.trafficmanager.net, the connector of the public cloud.</value>
    [HostNames]
    public List<string> TokenHosts { get; set; } = [];

    /// <summary>
    /// Gets or sets whether uploads of the local chat are fetched from this machine, by its loopback address.
    /// </summary>
    /// <value>The default is null: in the environment Development only.</value>
    public bool? AllowLoopback { get; set; }

    /// <summary>Gets or sets the most bytes of a picture.</summary>
    /// <value>The default is 8388608, 8 MiB.</value>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Gets or sets the most pixels of a picture, width x height; larger ones are refused undecoded.</summary>
    /// <value>The default is 24000000.</value>
    [Range(1024, 100_000_000)]
    public int MaxPixels { get; set; } = 24_000_000;
}
