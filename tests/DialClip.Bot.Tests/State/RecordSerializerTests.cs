using System.Collections.Immutable;
using DialClip.Bot.Conversation;
using DialClip.Bot.State;
using DialClip.Bot.Tests.Bot;
using DialClip.Encoders;
using Newtonsoft.Json;

namespace DialClip.Bot.Tests.State;

public sealed class RecordSerializerTests
{
    private static readonly string HalfOne = StoredFeature.From([Half.One]).Base64Text;

    [Fact]
    public void Serialize_LongConversation_StaysBelowTheLimitAndKeepsTheNewest()
    {
        var feature = StoredFeature.From(new Half[1024]);
        var record = ConversationRecord
            .Empty.WithTurns(
                Enumerable
                    .Range(0, 32)
                    .Select(number =>
                        Turn($"{number} " + new string('\u65e5', 400), feature) with
                        {
                            Backbone = new('b', 64),
                            Id = new('i', 64),
                        }
                    ),
                32
            )
            .WithActivities(Enumerable.Range(0, 256).Select(number => $"{number:D3}" + new string('a', 61)), 64)
            .WithImpressions(
                Enumerable
                    .Range(0, 32)
                    .Select(number => new Impression(new('c', 32), "item", ["other", "others"], $"{number}"))
            );

        var item = RecordSerializer.Serialize(record, out var stored);

        AssertNearTheLimit(item);
        var read = RecordSerializer.Deserialize(item);
        Assert.StartsWith("31 ", read.Turns[^1].Text, StringComparison.Ordinal);
        Assert.Equal(24, read.Impressions.Length);
        Assert.Equal(stored.Turns.Select(turn => turn.Text), read.Turns.Select(turn => turn.Text));
        Assert.All(read.Turns, turn => Assert.Equal(1024, turn.Feature!.GetValues()!.Length));
    }

    [Fact]
    public void Serialize_FeaturesAlone_StayBelowTheLimit()
    {
        var feature = StoredFeature.From(new Half[1024]);
        var record = ConversationRecord.Empty.WithTurns(
            Enumerable.Range(0, 32).Select(number => Turn($"{number}", number % 2 == 0 ? null : feature)),
            32
        );

        AssertNearTheLimit(record.WithTurns([.. record.Turns, .. record.Turns], 60).ToItem());
    }

    [Fact]
    public void Serialize_ManyRatings_StaysBelowTheLimit()
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

        var item = record.ToItem();

        Assert.InRange(GetStoredSize(item), 1, RecordSerializer.MaxBytes);
        Assert.EndsWith("39", RecordSerializer.Deserialize(item).Impressions[^1].Id, StringComparison.Ordinal);
    }

    [Fact]
    public void Serialize_NothingButIds_StaysBelowTheLimit()
    {
        var record = ConversationRecord.Empty.WithActivities(
            Enumerable.Range(0, 2000).Select(number => $"{number:D4}" + new string('a', 60)),
            2000
        );

        AssertNearTheLimit(record.ToItem());
    }

    [Fact]
    public void Serialize_EvenWhereNothingElseHelps_KeepsTheNewestIds()
    {
        var record = ConversationRecord.Empty.WithActivities(
            Enumerable.Range(0, 20).Select(number => $"{number:D2}" + new string('a', 20_000)),
            20
        );

        var read = record.RoundTrip();

        Assert.Equal(Enumerable.Range(12, 8).Select(number => $"{number:D2}"), read.Activities.Select(id => id[..2]));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\\")]
    [InlineData("\u65e5")]
    [InlineData("\ud83c\udf89")]
    public void Serialize_WithinOtherJson_StaysBelowTheLimit(string sign)
    {
        var text = string.Concat(Enumerable.Repeat(sign, 2000 / sign.Length));
        var record = ConversationRecord.Empty.WithTurns(
            Enumerable.Range(0, 32).Select(number => Turn($"{number} " + text)),
            32
        );

        var item = record.ToItem();

        AssertNearTheLimit(item);
        Assert.Equal(GetStoredSize(item), RecordSerializer.GetSizeInJson(item.Json));
        Assert.StartsWith("31 ", RecordSerializer.Deserialize(item).Turns[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Serialize_AnyRecord_NamesNoTypesOfTheProgram()
    {
        var json = ConversationRecord
            .Empty.WithTurns([new(Speaker.Bot, Modality.Picture, PictureId: "1F389")], 8)
            .WithImpressions([new("i", "1F389")])
            .ToItem()
            .Json;

        Assert.DoesNotContain("$type", json, StringComparison.Ordinal);
        Assert.DoesNotContain("DialClip", json, StringComparison.Ordinal);
        Assert.StartsWith("{\"version\":4,", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Serialize_Features_AreBesideTheJson()
    {
        var feature = StoredFeature.From([Half.One, Half.Zero]);
        var record = ConversationRecord.Empty.WithTurns([Turn("one"), Turn("two", feature)], 8);

        var item = record.ToItem();

        Assert.DoesNotContain("feature", item.Json, StringComparison.OrdinalIgnoreCase);
        Assert.Equal([null, feature.Base64Text], item.Features!);
        Assert.Null(ConversationRecord.Empty.WithTurns([Turn("one")], 8).ToItem().Features);
    }

    [Fact]
    public void Deserialize_RecordOfVersion1_IsRead()
    {
        const string Old = """
            {"version":1,"turns":[{"speaker":1,"modality":1,"text":null,"pictureId":"1F389","backbone":null,
            "feature":null}],"activities":["a"],"impressions":[{"id":"i","itemId":"1F389"}]}
            """;

        var record = RecordSerializer.Deserialize(new() { Json = Old });

        Assert.Equal((4, "1F389", false), (record.Version, record.Turns[0].PictureId, record.Stopped));
        Assert.Equal(["1F389"], record.Impressions[0].GetItems());
        Assert.Equal(record.ToItem().Json, record.RoundTrip().ToItem().Json);
    }

    [Fact]
    public void Deserialize_RecordOfVersion3_HasMessagesWhoseTurnsHaveEnded()
    {
        const string Old =
            """{"version":3,"turns":[],"activities":["a"],"impressions":[],"olderReplies":["i1 m1","i2 "]}""";

        var record = RecordSerializer.Deserialize(new() { Json = Old });

        Assert.Equal(4, record.Version);
        Assert.Equal(
            "i1 m1, i2 ",
            string.Join(", ", record.Impressions.Select(reply => $"{reply.Id} {reply.ActivityId}"))
        );
        Assert.DoesNotContain("olderReplies", record.ToItem().Json, StringComparison.Ordinal);
        Assert.Equal("a", Assert.Single(record.Activities));
        Assert.Null(record.FindClaim(["a"]));
    }

    [Fact]
    public void Claims_AreStoredUntilTheirTurnsEnd()
    {
        var begun = ConversationRecord
            .Empty.WithClaim(new(["a", "client:1"], "p-1"), 64)
            .WithClaim(new(["b"], "p-2"), 64);

        var sending = begun.WithClaim(new(["a", "client:1"], "p-1", IsSending: true), 64).RoundTrip();

        Assert.Equal(("p-1", true), (sending.FindClaim(["client:1"])!.Turn, sending.FindClaim(["a"])!.IsSending));
        Assert.False(sending.FindClaim(["b"])!.IsSending);
        Assert.Equal("a client:1 b", string.Join(' ', sending.Activities));
        var ended = sending.WithoutClaim("p-1").WithoutClaimedActivity("p-2");
        Assert.Null(ended.Claims);
        Assert.Equal("a client:1", string.Join(' ', ended.Activities));
        Assert.Same(ended, ended.WithoutClaim("p-1").WithoutClaimedActivity("p-2"));
    }

    [Fact]
    public void Claims_OfProcessesThatDied_AreFewAndGoWithTheIds()
    {
        var record = ConversationRecord.Empty;
        for (var number = 0; number < 40; number++)
            record = record.WithClaim(new([$"{number}"], $"p-{number}"), 16);

        Assert.Equal(8, record.Claims!.Value.Length);
        Assert.Equal(16, record.Activities.Length);
        Assert.Null(record.WithClaim(new(["x"], "p-x"), 1).FindClaim(["39"]));
    }

    [Theory]
    [InlineData("""[{"ids":null,"turn":"p-1"}]""")]
    [InlineData("[null]")]
    public void Deserialize_DamagedClaim_IsRefused(string claims) =>
        Assert.Throws<System.Text.Json.JsonException>(() =>
            Deserialize($$"""{"version":4,"turns":[],"activities":[],"impressions":[],"claims":{{claims}}}""")
        );

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Deserialize_OlderVersionWithFeatures_IsStoredInTheCurrentOne(int version)
    {
        var digest = new string('d', 64);
        var old = $$"""
            {"version":{{version}},"turns":[
            {"speaker":0,"modality":0,"text":"one","backbone":"{{digest[..16]}}","feature":"{{HalfOne}}"},
            {"speaker":1,"modality":0,"text":"two"}],"activities":["a"],"impressions":[]}
            """;

        var record = RecordSerializer.Deserialize(new() { Json = old });

        Assert.Equal([Half.One], record.Turns[0].ToTurn(digest)!.Feature!.Values);
        Assert.Equal([HalfOne, null], record.ToItem().Features!);
        Assert.Equal([Half.One], record.RoundTrip().Turns[0].ToTurn(digest)!.Feature!.Values);
        Assert.Null(record.Turns[1].Feature);
    }

    [Theory]
    [InlineData("%%%")]
    [InlineData("AA==")]
    [InlineData("")]
    public void Deserialize_DamagedFeature_CostsThatFeature(string damaged)
    {
        var digest = new string('d', 64);
        var turn = Turn("one", StoredFeature.From([Half.One])) with { Backbone = digest };
        var item = ConversationRecord.Empty.WithTurns([turn, turn], 8).ToItem();

        var read = RecordSerializer.Deserialize(new() { Json = item.Json, Features = [damaged, HalfOne] });

        Assert.Equal(("one", null), (read.Turns[0].ToTurn(digest)!.Text, read.Turns[0].ToTurn(digest)!.Feature));
        Assert.Equal([Half.One], read.Turns[1].ToTurn(digest)!.Feature!.Values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Deserialize_FeaturesOfAnotherLength_AreLeftOut(int count)
    {
        var item = ConversationRecord.Empty.WithTurns([Turn("one"), Turn("two")], 8).ToItem();

        var read = RecordSerializer.Deserialize(
            new() { Json = item.Json, Features = [.. Enumerable.Repeat(HalfOne, count)] }
        );

        Assert.Equal(["one", "two"], read.Turns.Select(turn => turn.Text));
        Assert.All(read.Turns, turn => Assert.Null(turn.Feature));
    }

    [Fact]
    public void Deserialize_NewerLayoutWithMembersUnknownHere_IsNotDamaged()
    {
        var error = Assert.Throws<NotSupportedException>(() =>
            Deserialize("""{"version":5,"turns":[],"activities":[],"impressions":[],"mood":"good"}""")
        );

        Assert.Contains("version 5", error.Message, StringComparison.Ordinal);
        Assert.Throws<System.Text.Json.JsonException>(() =>
            Deserialize("""{"version":4,"turns":[],"activities":[],"impressions":[],"mood":"good"}""")
        );
        Assert.Throws<System.Text.Json.JsonException>(() => Deserialize("""{"version":5,"tu"""));
    }

    private static StoredTurn Turn(string text, StoredFeature? feature = null) =>
        new(Speaker.User, Modality.Text, text, Feature: feature);

    private static ConversationRecord Deserialize(string json) => RecordSerializer.Deserialize(new() { Json = json });

    private static void AssertNearTheLimit(ConversationItem item) =>
        Assert.InRange(GetStoredSize(item), RecordSerializer.MaxBytes / 2, RecordSerializer.MaxBytes);

    // The length of both parts where a storage escapes all that it can; without the names and the outer quotes.
    private static int GetStoredSize(ConversationItem item)
    {
        var settings = new JsonSerializerSettings { StringEscapeHandling = StringEscapeHandling.EscapeNonAscii };
        var empty = new ConversationItem { Features = item.Features is null ? null : [] };
        return JsonConvert.SerializeObject(item, settings).Length - JsonConvert.SerializeObject(empty, settings).Length;
    }
}
