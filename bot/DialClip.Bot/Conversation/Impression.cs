using System.Collections.Immutable;
using DialClip.Bot.UserFeedback;

namespace DialClip.Bot.Conversation;

/// <summary>One reply that was shown.</summary>
/// <param name="Id">The impression id that feedback names.</param>
/// <param name="ItemId">The catalog id of what was sent; of a carousel its first.</param>
/// <param name="OtherItemIds">The catalog ids of a carousel's other items.</param>
/// <param name="ActivityId">The id that the channel gave the message; reactions name it.</param>
/// <param name="Ratings">What people said of it, oldest first.</param>
internal sealed record Impression(
    string Id,
    string ItemId,
    IReadOnlyList<string>? OtherItemIds = null,
    string? ActivityId = null,
    ImmutableArray<Rating>? Ratings = null
)
{
    // A group's likes of one reply; who comes later is still logged, but a repetition of the earliest would be, too.
    private const int MostRatings = 24;

    /// <summary>Gets the catalog ids of all that was sent.</summary>
    public IEnumerable<string> Items() => OtherItemIds is null ? [ItemId] : OtherItemIds.Prepend(ItemId);

    /// <summary>Gets what somebody last said of the reply.</summary>
    public bool? RatingOf(string rater) => Ratings?.FirstOrDefault(rating => rating.Rater == rater)?.Liked;

    /// <summary>Gets the impression after what somebody says now.</summary>
    /// <returns>The changed impression, this one where nothing is to be kept; whether they like the reply by now; and whether that is new.</returns>
    public (Impression Changed, bool? Liked, bool IsNew) With(GivenFeedback given, string rater)
    {
        var before = Ratings?.FirstOrDefault(rating => rating.Rater == rater) ?? new(rater, null);
        var after = before.With(given);
        return (ReferenceEquals(after, before) ? this : WithRating(after), after.Liked, after.Liked != before.Liked);
    }

    /// <summary>Gets the impression with what somebody says now in the place of what they said before.</summary>
    public Impression WithRating(Rating rating)
    {
        var others = (Ratings ?? []).RemoveAll(other => other.Rater == rating.Rater).Add(rating);
        return this with { Ratings = others.RemoveRange(0, Math.Max(0, others.Length - MostRatings)) };
    }
}
