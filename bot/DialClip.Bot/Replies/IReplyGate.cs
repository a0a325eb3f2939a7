using Microsoft.Bot.Builder;

namespace DialClip.Bot.Replies;

/// <summary>A rule of the host: how far the plugin may take part in a turn. Register as many as are needed; each sees what the one before it said.</summary>
public interface IReplyGate
{
    /// <summary>Says how far the plugin may take part in this turn.</summary>
    /// <param name="turnContext">The turn; a message that is addressed to the bot.</param>
    /// <param name="mode">What the settings and earlier gates say.</param>
    /// <param name="cancellationToken">Ends when the turn's budget is spent.</param>
    /// <returns>The mode, the same or another. A gate that throws is logged and counts as <see cref="ReplyMode.Off"/>.</returns>
    ValueTask<ReplyMode> DecideAsync(ITurnContext turnContext, ReplyMode mode, CancellationToken cancellationToken);
}
