using DialClip.Bot.State;
using DialClip.Bot.Tests.Bot;
using DialClip.Encoders;
using DialClip.Model.Dialog;

namespace DialClip.Bot.Tests.State;

public sealed class ConversationRecordTests
{
    [Fact]
    public void WithImpressions_ManyReplies_TheOlderOnesAreStillKnownAsOurs()
    {
        var record = Enumerable
            .Range(0, 100)
            .Aggregate(
                ConversationRecord.Empty,
                (before, number) => before.WithImpressions([new($"i{number}", "item", ActivityId: $"m{number}")])
            );

        var read = record.RoundTrip();

        Assert.Equal(
            (24, "i76", "m99"),
            (read.Impressions.Length, read.Impressions[0].Id, read.Impressions[^1].ActivityId)
        );
    }

    [Fact]
    public void Normalize_IdThatJsonWritesLonger_IsHashed() =>
        Assert.StartsWith("sha256:", ActivityIds.Normalize("\u0001\"quoted\""), StringComparison.Ordinal);

    [Fact]
    public void ToTurn_FeatureOfAnotherBackbone_IsLeftOut()
    {
        var stored = StoredTurn.From(
            DialogTurn.FromText(Speaker.User, "hello") with
            {
                Feature = new(new string('a', 64), [Half.One]),
            },
            "m1"
        );

        Assert.Equal([Half.One], stored.ToTurn(new string('a', 64))!.Feature!.Values);
        Assert.Null(stored.ToTurn(new string('a', 15) + new string('b', 49))!.Feature);
    }

    [Fact]
    public void Normalize_LongIds_AreShortAndStillDiffer()
    {
        var (first, second) = (
            ActivityIds.Normalize(new string('x', 5000))!,
            ActivityIds.Normalize(new string('x', 5001))!
        );

        Assert.NotEqual(first, second);
        Assert.InRange(first.Length, 1, 64);
        Assert.Equal("short", ActivityIds.Normalize("short"));
        Assert.Null(ActivityIds.Normalize(""));
    }

    [Fact]
    public void WithRating_SamePersonAgain_KeepsTheLastOnly()
    {
        var sut = new Impression("i", "item")
            .WithRating(new("ann", true))
            .WithRating(new("bob", true))
            .WithRating(new("ann", false));

        Assert.Equal(
            [("bob", true), ("ann", false)],
            sut.Ratings!.Value.Select(rating => (rating.Rater, rating.Liked!.Value))
        );
    }

    [Fact]
    public void WithTurns_BeyondTheCapacity_KeepsTheNewest()
    {
        var record = ConversationRecord.Empty.WithTurns(
            Enumerable.Range(0, 10).Select(number => User(null, $"{number}")),
            3
        );

        Assert.Equal(["7", "8", "9"], record.RoundTrip().Turns.Select(turn => turn.Text));
    }

    [Fact]
    public void WithMessage_LaterMessageBeganMeanwhile_StandsInOrderOfArrival()
    {
        var before = ConversationRecord.Empty.WithTurns([User("m1", "one"), Bot("first")], 8);
        var record = before.WithTurns([User("m2", "two")], 8).WithTurns([User("m3", "three")], 8);

        var saved = record.WithMessage(before, "m2", [User("m2", "two", Half.One)], [Bot("second")], 8);

        Assert.Equal(["one", "first", "two", "second", "three"], saved.Turns.Select(turn => turn.Text));
        Assert.NotNull(saved.Turns[2].Feature);
    }

    [Fact]
    public void WithMessage_PictureAlone_StandsBehindTheTurnsBeforeIt()
    {
        var before = ConversationRecord.Empty.WithTurns([User("m1", "one")], 8);
        var record = before.WithTurns([Bot("first")], 8).WithTurns([User("m3", "three")], 8);
        var picture = Picture("m2");

        var saved = record.WithMessage(before, "m2", [picture], [Bot("second")], 8);
        var first = ConversationRecord
            .Empty.WithTurns([User("m3", "three")], 8)
            .WithMessage(ConversationRecord.Empty, "m2", [picture], [Bot("second")], 8);

        Assert.Equal(["one", "first", null, "second", "three"], saved.Turns.Select(turn => turn.Text));
        Assert.Equal([null, "second", "three"], first.Turns.Select(turn => turn.Text));
    }

    [Fact]
    public void WithMessage_EditedOrDeletedMeanwhile_StaysSo()
    {
        var before = ConversationRecord.Empty;
        var own = User("m1", "helo", Half.One);

        var edited = before.WithTurns([User("m1", "hello")], 8).WithMessage(before, "m1", [own], [Bot("hi")], 8);
        var deleted = before.WithMessage(before, "m1", [own], [Bot("hi")], 8);

        Assert.Equal(["hello", "hi"], edited.Turns.Select(turn => turn.Text));
        Assert.Null(edited.Turns[0].Feature);
        Assert.Equal(["hi"], deleted.Turns.Select(turn => turn.Text));
    }

    [Fact]
    public void WithMessage_TextAndPictureDeletedMeanwhile_KeepsNeither()
    {
        var before = ConversationRecord.Empty;

        var deleted = before.WithMessage(before, "m1", [Picture("m1"), User("m1", "look")], [Bot("hi")], 8);

        Assert.Equal(["hi"], deleted.Turns.Select(turn => turn.Text));
    }

    [Fact]
    public void WithMessage_PictureComesAgain_IsStoredOnce()
    {
        var before = ConversationRecord.Empty.WithTurns([User("m1", "one"), Picture("m2")], 8);

        var saved = before.WithMessage(before.WithoutMessage("m2"), "m2", [Picture("m2")], [Bot("second")], 8);

        Assert.Equal(["m1", "m2", null], saved.Turns.Select(turn => turn.Id));
    }

    [Fact]
    public void WithMessage_NothingStoredAtTheBeginning_IsAppended()
    {
        var record = ConversationRecord.Empty.WithTurns([User("m1", "one")], 8);

        var unread = record.WithMessage(null, "m2", [User("m2", "two")], [Bot("second")], 8);
        var withoutId = record.WithMessage(record, null, [User(null, "two")], [], 8);

        Assert.Equal(["one", "two", "second"], unread.Turns.Select(turn => turn.Text));
        Assert.Equal(["one", "two"], withoutId.Turns.Select(turn => turn.Text));
    }

    private static StoredTurn User(string? id, string text, params Half[] feature) =>
        new(
            Speaker.User,
            Modality.Text,
            text,
            Feature: feature.Length > 0 ? StoredFeature.From(feature) : null,
            Id: id
        );

    private static StoredTurn Picture(string id) =>
        new(Speaker.User, Modality.Picture, Feature: StoredFeature.From([Half.One]), Id: id);

    private static StoredTurn Bot(string text) => new(Speaker.Bot, Modality.Text, text);
}
