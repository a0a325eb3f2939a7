using Microsoft.Bot.Builder;

namespace DialClip.Bot.Suggestions;

/// <summary>Access to the plugin's suggestions from a turn context.</summary>
public static class TurnContextExtensions
{
    /// <summary>Gets the plugin's suggestions for this turn.</summary>
    /// <returns>The suggestions; null when the mode is not Suggest, or the plugin took no part in the turn.</returns>
    public static DialClipSuggestions? GetDialClipSuggestions(this ITurnContext turnContext)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        return turnContext.TurnState.Get<DialClipSuggestions>();
    }
}
