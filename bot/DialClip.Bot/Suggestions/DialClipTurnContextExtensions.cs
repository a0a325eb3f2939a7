using DialClip.Bot.Attachments;
using DialClip.Bot.Suggestions;

namespace Microsoft.Bot.Builder;

/// <summary>Access to what the plugin found out in a turn.</summary>
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

    /// <summary>Gets the reason for which no picture of the message could be used.</summary>
    /// <param name="turnContext">The turn.</param>
    /// <returns>
    /// A sentence or two that the bot may send to the user; null where a picture was used, there was none, or the plugin
    /// did not look.
    /// </returns>
    public static string? GetDialClipUnusablePicture(this ITurnContext turnContext)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        return turnContext.TurnState.Get<UnusablePicture>()?.Explanation;
    }
}
