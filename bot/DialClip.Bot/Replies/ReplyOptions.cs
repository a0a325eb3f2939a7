using System.ComponentModel.DataAnnotations;

namespace DialClip.Bot.Replies;

/// <summary>What the bot may reply, and how it looks.</summary>
public sealed class ReplyOptions
{
    /// <summary>Gets or sets how far the plugin takes part.</summary>
    /// <value>The default is Reply.</value>
    public ReplyMode Mode { get; set; } = ReplyMode.Reply;

    /// <summary>Gets or sets what pictures look like.</summary>
    /// <value>The default is Picture.</value>
    public ReplyLayout Layout { get; set; } = ReplyLayout.Picture;

    /// <summary>Gets or sets how many pictures a carousel shows at most.</summary>
    /// <value>The default is 4.</value>
    [Range(2, 10)]
    public int CarouselSize { get; set; } = 4;

    /// <summary>Gets or sets what is different on a channel, by the channel's id, such as 'msteams'.</summary>
    /// <value>The default is empty.</value>
    public Dictionary<string, ChannelReplyOptions> Channels { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets whether a message carries why it was chosen, in its channel data.</summary>
    /// <value>The default is none: yes while the host runs in Development.</value>
    public bool? ShowReasons { get; set; }

    /// <summary>Gets or sets how many of the last replies are not repeated.</summary>
    /// <value>The default is 3.</value>
    [Range(0, 16)]
    public int NoRepeat { get; set; } = 3;

    /// <summary>Gets or sets how many candidates of each kind are looked at.</summary>
    /// <value>The default is 10.</value>
    [Range(1, 100)]
    public int Top { get; set; } = 10;

    /// <summary>Gets or sets the allowed values of a catalog tag, by the tag's name: an item that has the tag is sent only when it has one of them.</summary>
    /// <value>The default is empty: no tag keeps an item from being sent.</value>
    public Dictionary<string, List<string>> Tags { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets whether items that are tagged with locales are sent only to messages in one of these.</summary>
    /// <value>The default is true.</value>
    public bool MatchLocale { get; set; } = true;

    /// <summary>Gets the mode on a channel.</summary>
    public ReplyMode ModeOn(string? channel) => On(channel)?.Mode ?? Mode;

    /// <summary>Gets the layout on a channel.</summary>
    public ReplyLayout LayoutOn(string? channel) => On(channel)?.Layout ?? Layout;

    private ChannelReplyOptions? On(string? channel) => channel is null ? null : Channels.GetValueOrDefault(channel);
}
