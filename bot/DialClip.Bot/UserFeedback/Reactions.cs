using DialClip.Encoders.Text;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.UserFeedback;

/// <summary>
/// The reactions that rate a reply. A user may be sad or surprised about a reply that fits, so these do not.
/// </summary>
internal static class Reactions
{
    private const string SlackSkinTone = "::";

    // The names that Teams, Slack and Facebook send, and emoji by their code points.
    private static readonly Dictionary<string, bool> Sentiments = new(StringComparer.OrdinalIgnoreCase)
    {
        [MessageReactionTypes.Like] = true,
        [MessageReactionTypes.PlusOne] = true,
        ["+1"] = true,
        ["thumbsup"] = true,
        ["heart"] = true,
        ["love"] = true,
        ["1F44D"] = true,
        ["2764"] = true,
        ["dislike"] = false,
        ["-1"] = false,
        ["thumbsdown"] = false,
        ["angry"] = false,
        ["1F44E"] = false,
    };

    /// <summary>Gets whether a reaction is a like or a dislike; null where it is neither.</summary>
    public static bool? ToSentiment(string type) =>
        Sentiments.TryGetValue(Normalize(type), out var liked) ? liked : null;

    /// <summary>
    /// Gets the types of those reactions that rate a reply, in lower case and without colour of skin; an emoji as its
    /// code points.
    /// </summary>
    public static IReadOnlyList<string> SelectRatings(IList<MessageReaction>? reactions) =>
        [
            .. (reactions ?? [])
                .Select(reaction => reaction?.Type)
                .OfType<string>()
                .Select(Normalize)
                .Where(type => Sentiments.ContainsKey(type))
                .Select(type => type.ToLowerInvariant()),
        ];

    private static string Normalize(string type) =>
        EmojiSequence.Read(type) is [var keys] ? keys[^1] : type.Split(SlackSkinTone)[0];
}
