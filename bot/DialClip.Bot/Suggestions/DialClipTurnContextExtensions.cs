using DialClip.Bot.Suggestions;

namespace Microsoft.Bot.Builder;

/// <summary>Access to the plugin's suggestions of a turn.</summary>
public static class DialClipTurnContextExtensions
{
    /// <summary>Gets the plugin's suggestions for this turn, in the mode 'Suggest'.</summary>
    /// <param name="turnContext">The turn.</param>
    /// <returns>The suggestions; null in other modes, or where the plugin did not take part in the turn.</returns>
    public static DialClipSuggestions? GetDialClipSuggestions(this ITurnContext turnContext)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        return turnContext.TurnState.Get<DialClipSuggestions>();
    }
}
