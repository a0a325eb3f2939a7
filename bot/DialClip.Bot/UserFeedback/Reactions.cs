using Microsoft.Bot.Schema;

namespace DialClip.Bot.UserFeedback;

/// <summary>The reactions that say something of a reply. One can be sad or surprised with a reply that fits.</summary>
internal static class Reactions
{
    private static readonly Dictionary<string, bool> Meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        [MessageReactionTypes.Like] = true,
        [MessageReactionTypes.PlusOne] = true,
        ["heart"] = true,
        ["angry"] = false,
    };

    /// <summary>Gets whether a reaction is a like or a dislike; null where it says nothing.</summary>
    public static bool? Meaning(string type) => Meanings.TryGetValue(type, out var liked) ? liked : null;

    /// <summary>Gets the types of those that say something, in lower case.</summary>
    public static IReadOnlyList<string> That(IList<MessageReaction>? reactions) =>
        [
            .. (reactions ?? [])
                .Select(reaction => reaction?.Type)
                .OfType<string>()
                .Where(type => Meanings.ContainsKey(type))
                .Select(type => type.ToLowerInvariant()),
        ];
}
