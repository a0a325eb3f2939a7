using DialClip.Bot.State;
using DialClip.Bot.Tests.Bot;
using DialClip.Bot.UserFeedback;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Tests.State;

public sealed class ImpressionTests
{
    [Fact]
    public void Rate_ReactionExchangedForAnother_StaysALike()
    {
        var sut = new RatedImpression()
            .Apply(Reacted(["like"], null))
            .Apply(Reacted(["heart"], null))
            .Apply(Reacted(null, ["like"]));

        Assert.Equal([true], sut.Changes);
        Assert.True(Assert.Single(sut.Impression.Ratings!.Value).Liked);
        Assert.Equal([true, null], sut.Apply(Reacted(null, ["heart"])).Changes);
    }

    [Fact]
    public void Rate_NewestReactionTakenAway_TheOneBeforeCounts()
    {
        var sut = new RatedImpression()
            .Apply(Reacted(["like"], null))
            .Apply(Reacted(["angry"], null))
            .Apply(Reacted(null, ["angry"]));

        Assert.Equal([true, false, true], sut.Changes);
    }

    [Fact]
    public void Rate_ReactionTakenAwayAfterThumbs_KeepsTheThumbs()
    {
        var sut = new RatedImpression()
            .Apply(Clicked(true))
            .Apply(Reacted(["heart"], null))
            .Apply(Reacted(null, ["heart"]))
            .Apply(Reacted(null, ["heart"]));

        Assert.Equal([true], sut.Changes);
        Assert.Equal([true, false], sut.Apply(Clicked(false)).Changes);
    }

    [Fact]
    public void Rate_BothInOneActivity_ExchangesThem()
    {
        var sut = new RatedImpression().Apply(Reacted(["angry"], null)).Apply(Reacted(["heart", "sad"], ["angry"]));

        Assert.Equal([false, true], sut.Changes);
    }

    [Fact]
    public void Rate_TheSameTwiceOrNothingToTakeBack_ChangesNothing()
    {
        var impression = new Impression("i", "item").Rate(Reacted(["LIKE"], null), "ann").Changed;

        Assert.Same(impression, impression.Rate(Reacted(["like"], null), "ann").Changed);
        Assert.Same(impression, impression.Rate(Reacted(null, ["heart"]), "ann").Changed);
        Assert.Same(impression, impression.Rate(Reacted(null, ["like"]), "bob").Changed);
    }

    [Fact]
    public void Rate_ReactionThatAddsNothingNew_IsKeptForLater()
    {
        var (changed, liked, isNew) = new Impression("i", "item")
            .Rate(Reacted(["like"], null), "ann")
            .Changed.Rate(Reacted(["heart"], null), "ann");

        Assert.Equal((true, false), (liked, isNew));
        Assert.Equal<string>(["like", "heart"], Assert.Single(changed.Ratings!.Value).Signs!.Value);
    }

    [Fact]
    public void RoundTrip_Signs_ComeBack()
    {
        var sut = new RatedImpression().Apply(Clicked(false)).Apply(Reacted(["heart"], null));

        var read = ConversationRecord.Empty.WithImpressions([sut.Impression]).RoundTrip().Impressions[0];

        Assert.Equal(
            (false, true),
            (read.Rate(Reacted(null, ["heart"]), "ann").Liked, read.Rate(Reacted(null, ["heart"]), "ann").IsNew)
        );
        Assert.Null(new Rating("ann", true).Apply(Clicked(false)).Signs);
    }

    private static ReplyFeedback Clicked(bool liked) => new("i", null, liked, ReplyFeedback.Thumbs);

    private static ReplyFeedback Reacted(string[]? added, string[]? removed) =>
        ReplyFeedback.Parse(
            new Activity(ActivityTypes.MessageReaction)
            {
                ReplyToId = "m",
                ReactionsAdded = added?.Select(type => new MessageReaction(type)).ToList(),
                ReactionsRemoved = removed?.Select(type => new MessageReaction(type)).ToList(),
            }
        )!;

    private sealed class RatedImpression
    {
        public Impression Impression { get; private set; } = new("i", "item");

        public List<bool?> Changes { get; } = [];

        public RatedImpression Apply(ReplyFeedback feedback)
        {
            var (changed, liked, isNew) = Impression.Rate(feedback, "ann");
            Impression = changed;
            if (isNew)
                Changes.Add(liked);
            return this;
        }
    }
}
