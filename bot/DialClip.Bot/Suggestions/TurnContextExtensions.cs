using Microsoft.Bot.Builder;

namespace DialClip.Bot.Suggestions;

/// <summary>Finds the plugin's suggestions in a turn.</summary>
public static class TurnContextExtensions
{
    /// <summary>Gets what the plugin suggests for this turn; null when it was not asked to, or did not take part.</summary>
    public static DialClipSuggestions? GetDialClipSuggestions(this ITurnContext turnContext)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        return turnContext.TurnState.Get<DialClipSuggestions>();
    }
}
