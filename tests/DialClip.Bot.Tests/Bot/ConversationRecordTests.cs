using System.Collections.Immutable;
using System.Text;
using DialClip.Bot.State;
using DialClip.Encoders;
using DialClip.Model.Dialog;
using Newtonsoft.Json;

namespace DialClip.Bot.Tests.Bot;

public sealed class ConversationRecordTests
{
    [Fact]
    public void ToJson_LongConversation_StaysBelowTheLimitAndKeepsTheNewest()
    {
        var feature = new Half[1024];
        var record = ConversationRecord
            .Empty.WithTurns(
                Enumerable
                    .Range(0, 32)
                    .Select(number => new StoredTurn(
                        Speaker.User,
                        Modality.Text,
                        $"{number} " + new string('\u65e5', 3990),
                        null,
                        new('b', 64),
                        feature,
                        new('i', 64)
                    )),
                32
            )
            .WithActivities(Enumerable.Range(0, 256).Select(number => $"{number:D3}" + new string('a', 61)), 64)
            .WithImpressions(
                Enumerable
                    .Range(0, 32)
                    .Select(number => new Impression(new('c', 32), "item", ["other", "others"], $"{number}"))
            );

        var json = record.ToJson();

        Assert.InRange(Encoding.UTF8.GetByteCount(json), ConversationRecord.MaxBytes / 2, ConversationRecord.MaxBytes);
        var read = ConversationRecord.FromJson(json);
        Assert.StartsWith("31 ", read.Turns[^1].Text, StringComparison.Ordinal);
        Assert.Equal(16, read.Impressions.Length);
    }

    [Fact]
    public void ToJson_ManyRatings_StaysBelowTheLimit()
    {
        var ratings = Enumerable.Range(0, 24).Select(number => new Rating($"{number:D16}", true)).ToImmutableArray();
        var record = ConversationRecord.Empty.WithImpressions(
            Enumerable
                .Range(0, 40)
                .Select(number => new Impression(
                    $"{number:D32}",
                    new('i', 200),
                    [.. Enumerable.Repeat(new string('o', 200), 9)],
                    new('a', 64),
                    ratings
                ))
        );

        var json = record.ToJson();

        Assert.InRange(Encoding.UTF8.GetByteCount(json), 1, ConversationRecord.MaxBytes);
        Assert.EndsWith("39", ConversationRecord.FromJson(json).Impressions[^1].Id, StringComparison.Ordinal);
    }

    [Fact]
    public void ToJson_AnyRecord_NamesNoTypesOfTheProgram()
    {
        var json = ConversationRecord
            .Empty.WithTurns([new(Speaker.Bot, Modality.Picture, PictureId: "1F389")], 8)
            .WithImpressions([new("i", "1F389")])
            .ToJson();

        Assert.DoesNotContain("$type", json, StringComparison.Ordinal);
        Assert.DoesNotContain("DialClip", json, StringComparison.Ordinal);
        Assert.StartsWith("{\"version\":2,", json, StringComparison.Ordinal);
    }

    [Fact]
    public void FromJson_RecordOfVersion1_IsRead()
    {
        const string Old = """
            {"version":1,"turns":[{"speaker":1,"modality":1,"text":null,"pictureId":"1F389","backbone":null,
            "feature":null}],"activities":["a"],"impressions":[{"id":"i","itemId":"1F389"}]}
            """;

        var record = ConversationRecord.FromJson(Old);

        Assert.Equal((2, "1F389", false), (record.Version, record.Turns[0].PictureId, record.Stopped));
        Assert.Equal(["1F389"], record.Impressions[0].GetItems());
        Assert.Equal(record.ToJson(), ConversationRecord.FromJson(record.ToJson()).ToJson());
    }

    [Fact]
    public void ToJson_NothingButIds_StaysBelowTheLimit()
    {
        var record = ConversationRecord.Empty.WithActivities(
            Enumerable.Range(0, 2000).Select(number => $"{number:D4}" + new string('a', 60)),
            2000
        );

        Assert.InRange(
            Encoding.UTF8.GetByteCount(record.ToJson()),
            ConversationRecord.MaxBytes / 2,
            ConversationRecord.MaxBytes
        );
    }

    [Fact]
    public void ToJson_EvenWhereNothingElseHelps_KeepsTheNewestIds()
    {
        var record = ConversationRecord.Empty.WithActivities(
            Enumerable.Range(0, 20).Select(number => $"{number:D2}" + new string('a', 20_000)),
            20
        );

        var read = ConversationRecord.FromJson(record.ToJson());

        Assert.Equal(Enumerable.Range(12, 8).Select(number => $"{number:D2}"), read.Activities.Select(id => id[..2]));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\\")]
    [InlineData("\u65e5")]
    [InlineData("\ud83c\udf89")]
    public void ToJson_WithinOtherJson_StaysBelowTheLimit(string sign)
    {
        var text = string.Concat(Enumerable.Repeat(sign, 2000 / sign.Length));
        var record = ConversationRecord.Empty.WithTurns(
            Enumerable.Range(0, 32).Select(number => new StoredTurn(Speaker.User, Modality.Text, $"{number} " + text)),
            32
        );

        var json = record.ToJson();

        // Two are the quotes around it.
        var size =
            JsonConvert
                .SerializeObject(
                    json,
                    new JsonSerializerSettings { StringEscapeHandling = StringEscapeHandling.EscapeNonAscii }
                )
                .Length - 2;
        Assert.InRange(size, ConversationRecord.MaxBytes / 2, ConversationRecord.MaxBytes);
        Assert.Equal(size, ConversationRecord.GetSizeInJson(json));
        Assert.StartsWith("31 ", ConversationRecord.FromJson(json).Turns[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void WithImpressions_ManyReplies_TheOlderOnesAreStillKnownAsOurs()
    {
        var record = Enumerable
            .Range(0, 100)
            .Aggregate(
                ConversationRecord.Empty,
                (before, number) => before.WithImpressions([new($"i{number}", "item", ActivityId: $"m{number}")])
            );

        var read = ConversationRecord.FromJson(record.ToJson());

        Assert.Equal(("i84", "i99"), (read.Impressions[0].Id, read.Impressions[^1].Id));
        Assert.Equal(8, read.OlderReplies!.Value.Length);
        Assert.Equal(
            ("i83", "i76", "i80"),
            (
                read.FindOlderImpression(null, "m83"),
                read.FindOlderImpression(null, "m76"),
                read.FindOlderImpression("i80", null)
            )
        );
        Assert.Null(read.FindOlderImpression(null, "m75"));
        Assert.Null(read.FindOlderImpression(null, null));
        Assert.Null(read.FindOlderImpression(null, ""));
        Assert.Null(read.FindOlderImpression("i4", null));
    }

    [Fact]
    public void FromJson_NewerLayoutWithMembersUnknownHere_IsNotDamaged()
    {
        var error = Assert.Throws<NotSupportedException>(() =>
            ConversationRecord.FromJson("""{"version":3,"turns":[],"activities":[],"impressions":[],"mood":"good"}""")
        );

        Assert.Contains("version 3", error.Message, StringComparison.Ordinal);
        Assert.Throws<System.Text.Json.JsonException>(() =>
            ConversationRecord.FromJson("""{"version":2,"turns":[],"activities":[],"impressions":[],"mood":"good"}""")
        );
        Assert.Throws<System.Text.Json.JsonException>(() => ConversationRecord.FromJson("""{"version":3,"tu"""));
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

        Assert.Equal(["7", "8", "9"], ConversationRecord.FromJson(record.ToJson()).Turns.Select(turn => turn.Text));
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
        var picture = new StoredTurn(Speaker.User, Modality.Picture, Feature: [Half.One], Id: "m2");

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
    public void WithMessage_NothingStoredAtTheBeginning_IsAppended()
    {
        var record = ConversationRecord.Empty.WithTurns([User("m1", "one")], 8);

        var unread = record.WithMessage(null, "m2", [User("m2", "two")], [Bot("second")], 8);
        var withoutId = record.WithMessage(record, null, [User(null, "two")], [], 8);

        Assert.Equal(["one", "two", "second"], unread.Turns.Select(turn => turn.Text));
        Assert.Equal(["one", "two"], withoutId.Turns.Select(turn => turn.Text));
    }

    private static StoredTurn User(string? id, string text, params Half[] feature) =>
        new(Speaker.User, Modality.Text, text, Feature: feature.Length > 0 ? feature : null, Id: id);

    private static StoredTurn Bot(string text) => new(Speaker.Bot, Modality.Text, text);
}
