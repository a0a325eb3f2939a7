namespace DialClip.Bot.Replies;

/// <summary>What is different on one channel; what is not set here is as for all channels.</summary>
public sealed class ChannelReplyOptions
{
    /// <summary>Gets or sets how far the plugin takes part on this channel.</summary>
    /// <value>The default is none: as for all channels.</value>
    public ReplyMode? Mode { get; set; }

    /// <summary>Gets or sets what pictures look like on this channel.</summary>
    /// <value>The default is none: as for all channels.</value>
    public ReplyLayout? Layout { get; set; }
}
