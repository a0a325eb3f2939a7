using Microsoft.Bot.Builder;

namespace DialClip.Bot.Replies;

/// <summary>
/// A rule of the host that decides how far the plugin may take part in a turn. Several may be registered; each gets the
/// mode that the one before it returned.
/// </summary>
/// <remarks>
/// A gate is asked when a message arrives, before anything of it is stored, and once more where the host bot left it
/// unanswered and the plugin is about to answer. Whether the host bot has asked something and waits is better said by
/// <c>AddDialogGate</c>.
/// </remarks>
public interface IReplyGate
{
    /// <summary>Decides how far the plugin may take part in a turn.</summary>
    /// <param name="turnContext">The turn; a message, in a group also one that does not mention the bot.</param>
    /// <param name="mode">The mode by the settings and earlier gates.</param>
    /// <param name="cancellationToken">Cancelled when the turn's budget is spent.</param>
    /// <returns>
    /// The mode, the same or another. A gate that throws is logged and counts as
    /// <see cref="ReplyMode.Ignore"/>.
    /// </returns>
    ValueTask<ReplyMode> DecideAsync(ITurnContext turnContext, ReplyMode mode, CancellationToken cancellationToken);
}
