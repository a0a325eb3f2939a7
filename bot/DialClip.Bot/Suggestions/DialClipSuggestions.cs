using DialClip.Model.Dialog;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Suggestions;

/// <summary>What the plugin would answer to this turn; the host bot decides. Good for the turn that it was made in.</summary>
public sealed class DialClipSuggestions
{
    private readonly Func<int, Activity> create;

    internal DialClipSuggestions(
        ReplyKind kind,
        string reason,
        IReadOnlyList<Suggestion> ranked,
        Func<int, Activity> create
    ) => (Kind, Reason, Ranked, this.create) = (kind, reason, ranked, create);

    /// <summary>Gets what the plugin would answer with.</summary>
    public ReplyKind Kind { get; }

    /// <summary>Gets the policy's reason, one of <see cref="ReplyReasons"/>.</summary>
    public string Reason { get; }

    /// <summary>Gets what could be sent, best first; empty when the plugin would stay silent.</summary>
    public IReadOnlyList<Suggestion> Ranked { get; }

    /// <summary>Makes the message of a suggestion. Sent through the turn, it counts as shown, and people can like and dislike it.</summary>
    /// <param name="place">Which suggestion, 0 for the best.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such suggestion.</exception>
    /// <exception cref="InvalidOperationException">The channel cannot be told where the picture lies: set 'DialClip:Media:BaseUrl'.</exception>
    public Activity CreateReply(int place = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Ranked.Count);
        return create(place);
    }
}
