using DialClip.Bot.Conversation;
using DialClip.Bot.UserFeedback;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Tests.Bot;

public sealed class ImpressionTests
{
    [Fact]
    public void With_ReactionExchangedForAnother_StaysALike()
    {
        var sut = new Sayings().Say(Reacted(["like"], null)).Say(Reacted(["heart"], null)).Say(Reacted(null, ["like"]));

        Assert.Equal([true], sut.News);
        Assert.True(sut.Impression.RatingOf("ann"));
        Assert.Equal([true, null], sut.Say(Reacted(null, ["heart"])).News);
    }

    [Fact]
    public void With_NewestReactionTakenAway_TheOneBeforeCounts()
    {
        var sut = new Sayings()
            .Say(Reacted(["like"], null))
            .Say(Reacted(["angry"], null))
            .Say(Reacted(null, ["angry"]));

        Assert.Equal([true, false, true], sut.News);
    }

    [Fact]
    public void With_ReactionTakenAwayAfterThumbs_KeepsTheThumbs()
    {
        var sut = new Sayings()
            .Say(Clicked(true))
            .Say(Reacted(["heart"], null))
            .Say(Reacted(null, ["heart"]))
            .Say(Reacted(null, ["heart"]));

        Assert.Equal([true], sut.News);
        Assert.Equal([true, false], sut.Say(Clicked(false)).News);
    }

    [Fact]
    public void With_BothInOneActivity_ExchangesThem()
    {
        var sut = new Sayings().Say(Reacted(["angry"], null)).Say(Reacted(["heart", "sad"], ["angry"]));

        Assert.Equal([false, true], sut.News);
    }

    [Fact]
    public void With_TheSameTwiceOrNothingToTakeBack_ChangesNothing()
    {
        var impression = new Impression("i", "item").With(Reacted(["LIKE"], null), "ann").Changed;

        Assert.Same(impression, impression.With(Reacted(["like"], null), "ann").Changed);
        Assert.Same(impression, impression.With(Reacted(null, ["heart"]), "ann").Changed);
        Assert.Same(impression, impression.With(Reacted(null, ["like"]), "bob").Changed);
    }

    [Fact]
    public void With_ReactionThatAddsNothingNew_IsKeptForLater()
    {
        var (changed, liked, isNew) = new Impression("i", "item")
            .With(Reacted(["like"], null), "ann")
            .Changed.With(Reacted(["heart"], null), "ann");

        Assert.Equal((true, false), (liked, isNew));
        Assert.Equal<string>(["like", "heart"], Assert.Single(changed.Ratings!.Value).Signs!.Value);
    }

    [Fact]
    public void ToJson_Signs_ComeBack()
    {
        var sut = new Sayings().Say(Clicked(false)).Say(Reacted(["heart"], null));

        var read = ConversationRecord
            .FromJson(ConversationRecord.Empty.WithImpressions([sut.Impression]).ToJson())
            .Impressions[0];

        Assert.Equal(
            (false, true),
            (read.With(Reacted(null, ["heart"]), "ann").Liked, read.With(Reacted(null, ["heart"]), "ann").IsNew)
        );
        Assert.Null(new Rating("ann", true).With(Clicked(false)).Signs);
    }

    private static GivenFeedback Clicked(bool liked) => new("i", null, liked, FeedbackReader.Thumbs);

    private static GivenFeedback Reacted(string[]? added, string[]? removed) =>
        FeedbackReader.Read(
            new Activity(ActivityTypes.MessageReaction)
            {
                ReplyToId = "m",
                ReactionsAdded = added?.Select(type => new MessageReaction(type)).ToList(),
                ReactionsRemoved = removed?.Select(type => new MessageReaction(type)).ToList(),
            }
        )!;

    private sealed class Sayings
    {
        public Impression Impression { get; private set; } = new("i", "item");

        public List<bool?> News { get; } = [];

        public Sayings Say(GivenFeedback given)
        {
            var (changed, liked, isNew) = Impression.With(given, "ann");
            Impression = changed;
            if (isNew)
                News.Add(liked);
            return this;
        }
    }
}
