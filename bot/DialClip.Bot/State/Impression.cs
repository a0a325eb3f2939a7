using System.Collections.Immutable;
using DialClip.Bot.UserFeedback;

namespace DialClip.Bot.State;

/// <summary>One reply that was sent.</summary>
/// <param name="Id">The impression id, which feedback names.</param>
/// <param name="ItemId">The catalog id of the item that was sent; of a carousel its first.</param>
/// <param name="OtherItemIds">The catalog ids of a carousel's other items.</param>
/// <param name="ActivityId">The id that the channel gave the message; reactions name it.</param>
/// <param name="Ratings">The ratings of the reply, oldest first.</param>
internal sealed record Impression(
    string Id,
    string ItemId,
    IReadOnlyList<string>? OtherItemIds = null,
    string? ActivityId = null,
    ImmutableArray<Rating>? Ratings = null
)
{
    // A group's likes of one reply. Later ones are still logged, but so would a repetition of the earliest be.
    private const int MaxRatings = 24;

    /// <summary>Gets the catalog ids of all items that were sent.</summary>
    public IEnumerable<string> GetItems() => OtherItemIds is null ? [ItemId] : OtherItemIds.Prepend(ItemId);

    /// <summary>Gets the impression after feedback.</summary>
    /// <returns>
    /// The changed impression, or this one where nothing changes; whether the rater likes the reply now; and whether
    /// that is new.
    /// </returns>
    public (Impression Changed, bool? Liked, bool IsNew) Rate(ReplyFeedback feedback, string rater)
    {
        var before = Ratings?.FirstOrDefault(rating => rating.Rater == rater) ?? new(rater, null);
        var after = before.Apply(feedback);
        return (ReferenceEquals(after, before) ? this : WithRating(after), after.Liked, after.Liked != before.Liked);
    }

    /// <summary>Gets the impression with a rating instead of the rater's former one.</summary>
    public Impression WithRating(Rating rating)
    {
        var ratings = (Ratings ?? []).RemoveAll(other => other.Rater == rating.Rater).Add(rating);
        return this with { Ratings = ratings.RemoveRange(0, Math.Max(0, ratings.Length - MaxRatings)) };
    }
}
