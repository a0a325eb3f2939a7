namespace DialClip.Bot.Replies;

/// <summary>
/// What is done about a reply of which nobody knows whether the channel has it: the process that sent it died between
/// the request to the channel and the end of the turn, and the message is delivered again.
/// </summary>
public enum UncertainReply
{
    /// <summary>
    /// The message is answered again, at least once: under the same reply id, so that a channel that keeps those ids
    /// shows the reply once; another one may show it twice.
    /// </summary>
    SendAgain,

    /// <summary>
    /// The message is not answered again by the plugin, at most once: where the channel did not have the reply, the
    /// user gets none.
    /// </summary>
    StaySilent,
}
