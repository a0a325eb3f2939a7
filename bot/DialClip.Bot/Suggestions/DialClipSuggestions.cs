using DialClip.Model.Dialog;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Suggestions;

/// <summary>The plugin's suggestions for a turn, from which the host bot chooses. Valid during that turn.</summary>
public sealed class DialClipSuggestions
{
    private readonly Func<int, Activity> create;

    internal DialClipSuggestions(
        ReplyKind kind,
        string reason,
        IReadOnlyList<Suggestion> ranked,
        Func<int, Activity> create
    ) => (Kind, Reason, Ranked, this.create) = (kind, reason, ranked, create);

    /// <summary>Gets the kind of reply that the plugin would send.</summary>
    public ReplyKind Kind { get; }

    /// <summary>Gets the policy's reason, one of <see cref="ReplyReasons"/>.</summary>
    public string Reason { get; }

    /// <summary>Gets the candidates, best first; empty when the plugin would stay silent.</summary>
    public IReadOnlyList<Suggestion> Ranked { get; }

    /// <summary>
    /// Creates the message of a suggestion. Sent through the turn, it counts as an exposure, and people can like and
    /// dislike it.
    /// </summary>
    /// <param name="index">The index in <see cref="Ranked"/>; 0 for the best.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such suggestion.</exception>
    /// <exception cref="InvalidOperationException">
    /// No address is known under which the channel can fetch the picture: set 'DialClip:Media:BaseUrl'.
    /// </exception>
    public Activity CreateReply(int index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Ranked.Count);
        return create(index);
    }
}
