using Microsoft.Bot.Schema;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>A conversation as a channel would bring it.</summary>
/// <param name="Name">The name of its approved transcript.</param>
/// <param name="Conversation">Where it takes place.</param>
/// <param name="Steps">What happens, in this order.</param>
internal sealed record Script(string Name, Func<ConversationReference> Conversation, IReadOnlyList<Step> Steps)
{
    /// <summary>Gets the script without the messages of a text.</summary>
    public Script Without(string text) =>
        this with
        {
            Steps = [.. Steps.Where(step => step.Activity?.Invoke().Text != text)],
        };
}
