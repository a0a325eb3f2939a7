using System.Collections.Immutable;
using DialClip.Bot.UserFeedback;

namespace DialClip.Bot.Conversation;

/// <summary>What one person says of a reply.</summary>
/// <param name="Rater">The hash of the person.</param>
/// <param name="Liked">Whether it is a like; null once all of it was taken back.</param>
/// <param name="Signs">What of it still stands, oldest first: reactions by their type, a click as "+" or "-"; null where it is a click alone.</param>
internal sealed record Rating(string Rater, bool? Liked, ImmutableArray<string>? Signs = null)
{
    private const string Up = "+";
    private const string Down = "-";

    /// <summary>Gets the rating after what the person says now. The newest sign that still stands counts: to take one away takes no other away.</summary>
    /// <returns>The changed rating; this one where nothing changes.</returns>
    public Rating With(GivenFeedback given)
    {
        var before = Signs ?? (Liked is { } clicked ? [Click(clicked)] : []);
        var after = before.RemoveAll(sign => given.Removed.Contains(sign));
        if (given.Added.Count > 0)
            // One that stands already was only told twice.
            after = after.AddRange(given.Added.Distinct().Where(sign => !after.Contains(sign)));
        else if (given.Removed.Count == 0)
            after = WithClick(after, given.Liked);
        if (after.SequenceEqual(before))
            return this;
        return this with
        {
            Liked = after.IsEmpty ? null : Meaning(after[^1]),
            Signs = after.All(IsClick) ? null : after,
        };
    }

    private static ImmutableArray<string> WithClick(ImmutableArray<string> signs, bool? liked)
    {
        var others = signs.RemoveAll(IsClick);
        return liked is { } clicked ? others.Add(Click(clicked)) : others;
    }

    private static string Click(bool liked) => liked ? Up : Down;

    private static bool IsClick(string sign) => sign is Up or Down;

    private static bool? Meaning(string sign) => IsClick(sign) ? sign == Up : Reactions.Meaning(sign);
}
