using System.Collections.Immutable;
using DialClip.Bot.UserFeedback;

namespace DialClip.Bot.State;

/// <summary>One person's rating of a reply.</summary>
/// <param name="Rater">The hash of the person.</param>
/// <param name="Liked">Whether it is a like; null once all of it was taken back.</param>
/// <param name="Signs">
/// The signs that still stand, oldest first: reactions by their type, a click as "+" or "-"; null where it is a click
/// alone.
/// </param>
internal sealed record Rating(string Rater, bool? Liked, ImmutableArray<string>? Signs = null)
{
    private const string Up = "+";
    private const string Down = "-";

    /// <summary>
    /// Gets the rating after feedback. The newest sign that still stands counts: to take one back takes no other back.
    /// </summary>
    /// <returns>The changed rating; this one where nothing changes.</returns>
    public Rating Apply(ReplyFeedback feedback)
    {
        var before = Signs ?? (Liked is { } clicked ? [ToSign(clicked)] : []);
        var after = before.RemoveAll(sign => feedback.Removed.Contains(sign));
        if (feedback.Added.Count > 0)
            // One that stands already was only delivered twice.
            after = after.AddRange(feedback.Added.Distinct().Where(sign => !after.Contains(sign)));
        else if (feedback.Removed.Count == 0)
            after = ReplaceClick(after, feedback.Liked);
        if (after.SequenceEqual(before))
            return this;
        return this with
        {
            Liked = after.IsEmpty ? null : ToSentiment(after[^1]),
            Signs = after.All(IsClick) ? null : after,
        };
    }

    private static ImmutableArray<string> ReplaceClick(ImmutableArray<string> signs, bool? liked)
    {
        var others = signs.RemoveAll(IsClick);
        return liked is { } clicked ? others.Add(ToSign(clicked)) : others;
    }

    private static string ToSign(bool liked) => liked ? Up : Down;

    private static bool IsClick(string sign) => sign is Up or Down;

    private static bool? ToSentiment(string sign) => IsClick(sign) ? sign == Up : Reactions.ToSentiment(sign);
}
