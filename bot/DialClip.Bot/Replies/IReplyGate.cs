using Microsoft.Bot.Builder;

namespace DialClip.Bot.Replies;

/// <summary>
/// A rule of the host that decides how far the plugin may take part in a turn. Several may be registered; each gets the
/// mode that the one before it returned.
/// </summary>
public interface IReplyGate
{
    /// <summary>Decides how far the plugin may take part in a turn.</summary>
    /// <param name="turnContext">The turn; a message that is addressed to the bot.</param>
    /// <param name="mode">The mode by the settings and earlier gates.</param>
    /// <param name="cancellationToken">Cancelled when the turn's budget is spent.</param>
    /// <returns>
    /// The mode, the same or another. A gate that throws is logged and counts as <see cref="ReplyMode.Off"/>.
    /// </returns>
    ValueTask<ReplyMode> DecideAsync(ITurnContext turnContext, ReplyMode mode, CancellationToken cancellationToken);
}
