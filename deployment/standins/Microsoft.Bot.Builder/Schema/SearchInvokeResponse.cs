namespace Microsoft.Bot.Schema;

/// <summary>The answer to a search invoke.</summary>
public class SearchInvokeResponse : AdaptiveCardInvokeResponse
{
}
