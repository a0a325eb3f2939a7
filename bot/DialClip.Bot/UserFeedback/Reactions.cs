using Microsoft.Bot.Schema;

namespace DialClip.Bot.UserFeedback;

/// <summary>
/// The reactions that rate a reply. A user may be sad or surprised about a reply that fits, so these do not.
/// </summary>
internal static class Reactions
{
    private static readonly Dictionary<string, bool> Sentiments = new(StringComparer.OrdinalIgnoreCase)
    {
        [MessageReactionTypes.Like] = true,
        [MessageReactionTypes.PlusOne] = true,
        ["heart"] = true,
        ["angry"] = false,
    };

    /// <summary>Gets whether a reaction is a like or a dislike; null where it is neither.</summary>
    public static bool? ToSentiment(string type) => Sentiments.TryGetValue(type, out var liked) ? liked : null;

    /// <summary>Gets the types of those reactions that rate a reply, in lower case.</summary>
    public static IReadOnlyList<string> SelectRatings(IList<MessageReaction>? reactions) =>
        [
            .. (reactions ?? [])
                .Select(reaction => reaction?.Type)
                .OfType<string>()
                .Where(type => Sentiments.ContainsKey(type))
                .Select(type => type.ToLowerInvariant()),
        ];
}
