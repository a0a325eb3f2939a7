using DialClip.Bot.Attachments;
using DialClip.Bot.Suggestions;
using DialClip.Bot.Turns;

namespace Microsoft.Bot.Builder;

/// <summary>What the host bot can ask of the plugin in a turn.</summary>
public static class DialClipTurnContextExtensions
{
    /// <summary>Gets the plugin's suggestions for this turn.</summary>
    /// <param name="turnContext">The turn.</param>
    /// <returns>The suggestions; null when the mode is not Suggest, or the plugin took no part in the turn.</returns>
    public static DialClipSuggestions? GetDialClipSuggestions(this ITurnContext turnContext)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        return turnContext.TurnState.Get<DialClipSuggestions>();
    }

    /// <summary>
    /// Lets the plugin answer the turn's message if it is sure: at the place where the bot would say that it did not
    /// understand.
    /// </summary>
    /// <param name="turnContext">The turn, of a bot, a dialog's step or a middleware behind the plugin's.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>
    /// Whether the plugin answered. A message is answered once: a further call in the turn has the same result. False
    /// in the modes Off and Ignore, where a user stopped the plugin, in a group for a message that does not mention the
    /// bot, and for an activity that is no message.
    /// </returns>
    /// <exception cref="InvalidOperationException">The turn did not pass through the plugin's middleware.</exception>
    public static Task<bool> TryAnswerWithDialClipAsync(
        this ITurnContext turnContext,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        return FindRequests(turnContext)?.TryAnswerAsync(cancellationToken)
            ?? throw new InvalidOperationException(
                "The turn did not pass through the plugin's middleware. Call adapter.UseDialClip(services), or add the "
                    + "registered IMiddleware to the adapter, and call this within the turn."
            );
    }

    /// <summary>
    /// Tells the plugin that the bot answers this message later, outside of the turn: in mode Fallback the plugin stays
    /// silent then. Does nothing where the adapter has no plugin.
    /// </summary>
    /// <param name="turnContext">The turn.</param>
    public static void AnswerLater(this ITurnContext turnContext)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        if (FindRequests(turnContext) is { } requests)
            requests.IsAnsweredLater = true;
    }

    /// <summary>Gets the reason for which no picture of the message could be used.</summary>
    /// <param name="turnContext">The turn.</param>
    /// <returns>
    /// A sentence or two that the bot may send to the user; null where a picture was used, there was none, or the
    /// plugin did not look.
    /// </returns>
    public static string? GetDialClipUnusablePicture(this ITurnContext turnContext)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        return turnContext.TurnState.Get<UnusablePicture>()?.Explanation;
    }

    private static HostRequests? FindRequests(ITurnContext turnContext) =>
        turnContext.TurnState.Get<HostRequests>(HostRequests.Key);
}
