using Microsoft.Bot.Schema;

namespace Microsoft.Bot.Builder;

/// <summary>Sees a deletion before it happens; without calling <paramref name="next"/> nothing is deleted.</summary>
public delegate Task DeleteActivityHandler(ITurnContext turnContext, ConversationReference reference, Func<Task> next);
