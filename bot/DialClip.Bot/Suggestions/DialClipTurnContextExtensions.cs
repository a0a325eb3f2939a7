using DialClip.Bot.Suggestions;

namespace Microsoft.Bot.Builder;

/// <summary>Access to the plugin's suggestions from a turn context.</summary>
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
}
