namespace DialClip.Bot.Replies;

/// <summary>The reply settings that differ on one channel; those that are not set are as for all channels.</summary>
public sealed class ChannelReplyOptions
{
    /// <summary>Gets or sets how far the plugin takes part on this channel.</summary>
    /// <value>The default is none: as for all channels.</value>
    public ReplyMode? Mode { get; set; }

    /// <summary>Gets or sets the layout of pictures on this channel.</summary>
    /// <value>The default is none: as for all channels.</value>
    public ReplyLayout? Layout { get; set; }

    /// <summary>Gets or sets what is done about an uncertain reply on this channel.</summary>
    /// <value>The default is none: as for all channels.</value>
    public UncertainReply? WhenUncertain { get; set; }
}
