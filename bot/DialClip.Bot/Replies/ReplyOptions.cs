using System.ComponentModel.DataAnnotations;

namespace DialClip.Bot.Replies;

/// <summary>What the bot may reply.</summary>
public sealed class ReplyOptions
{
    /// <summary>Gets or sets whether the bot replies at all; off, it only remembers.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets whether a reply carries why it was chosen, in its channel data.</summary>
    /// <value>The default is false.</value>
    public bool ShowReasons { get; set; }

    /// <summary>Gets or sets how many of the last replies are not repeated.</summary>
    /// <value>The default is 3.</value>
    [Range(0, 16)]
    public int NoRepeat { get; set; } = 3;

    /// <summary>Gets or sets how many candidates of each kind are looked at.</summary>
    /// <value>The default is 10.</value>
    [Range(1, 100)]
    public int Top { get; set; } = 10;

    /// <summary>Gets or sets the address that pictures are served under, such as https://bot.example/media/.</summary>
    /// <value>The default is empty: 'media/' at the origin of the activity's service address, which is this host for the local chat.</value>
    public string MediaBaseUrl { get; set; } = "";
}
