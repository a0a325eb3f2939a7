using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Schema;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.Standins.Tests.BotBuilder;

public sealed class ActivityTests
{
    private const string Json = """
        {
          "type": "message", "id": "1", "timestamp": "2024-05-06T07:08:09.123Z", "channelId": "webchat", "serviceUrl": "http://127.0.0.1:1/",
          "from": { "id": "u", "role": "user", "tribe": "north" }, "conversation": { "id": "c", "isGroup": true, "shelf": 3 },
          "text": "hi", "value": { "a": [1, { "b": null }] }, "channelData": { "clientActivityID": "x1", "postBack": true },
          "attachments": [{ "contentType": "application/x", "content": { "deep": { "er": 1 } }, "name": "n", "pages": 7 }],
          "entities": [{ "type": "https://schema.org/Message", "@type": "Message", "potentialAction": [{ "@type": "LikeAction" }] },
                       { "type": "mention", "mentioned": { "id": "bot", "name": "Bot" }, "text": "<at>Bot</at>" }],
          "newerField": { "kept": true }
        }
        """;

    [Fact]
    public void RoundTrip_EveryKindOfField_JsonIsTheSame()
    {
        var activity = Read(Json);

        var written = JObject.Parse(Write(activity));

        Assert.True(JToken.DeepEquals(JObject.Parse(Json), written), written.ToString());
    }

    [Fact]
    public void Read_UnknownProperties_AreReachable()
    {
        var activity = Read(Json);

        Assert.True(activity.Properties["newerField"]!.Value<bool>("kept"));
        Assert.Equal("north", activity.From.Properties.Value<string>("tribe"));
        Assert.Equal(7, activity.Attachments[0].Properties.Value<int>("pages"));
        Assert.Equal("Message", activity.Entities[0].Properties.Value<string>("@type"));
        Assert.Equal("x1", activity.GetChannelData<JObject>().Value<string>("clientActivityID"));
        Assert.Equal("bot", Assert.Single(activity.GetMentions()).Mentioned.Id);
        Assert.Equal(new DateTimeOffset(2024, 5, 6, 7, 8, 9, 123, TimeSpan.Zero), activity.Timestamp);
    }

    [Fact]
    public void Write_NullsAndEmptyBags_AreLeftOut()
    {
        var activity = new Activity(ActivityTypes.Message, text: "hi", timestamp: new DateTimeOffset(2024, 5, 6, 9, 8, 9, TimeSpan.FromHours(2)));

        var json = JsonConvert.SerializeObject(activity, WithoutFormatting());

        Assert.Equal("""{"type":"message","timestamp":"2024-05-06T09:08:09+02:00","text":"hi"}""", json);
    }

    [Fact]
    public void Entity_SetAs_CarriesAnyObjectAsItsProperties()
    {
        var entity = new Entity();

        entity.SetAs(new { type = "rating", stars = 5 });

        Assert.Equal(("rating", 5), (entity.Type, entity.Properties.Value<int>("stars")));
        Assert.Equal(new Entity("rating") { Properties = JObject.Parse("""{"stars":5}""") }, entity);
        Assert.NotEqual(new Entity("rating"), entity);
    }

    [Fact]
    public void TryGetChannelData_OtherShape_SaysNo()
    {
        var activity = new Activity { ChannelData = JObject.Parse("""{"Length":"not a number"}""") };

        Assert.False(activity.TryGetChannelData<Version[]>(out _));
        Assert.True(activity.TryGetChannelData<JObject>(out var bag));
        Assert.Equal("not a number", bag.Value<string>("Length"));
    }

    [Theory]
    [InlineData("message", true)]
    [InlineData("MESSAGE/preview", true)]
    [InlineData("messageReaction", false)]
    [InlineData(null, false)]
    public void AsMessageActivity_Type_DecidesIgnoringCaseAndSuffix(string? type, bool isMessage)
    {
        Assert.Equal(isMessage, new Activity(type).AsMessageActivity() is not null);
    }

    [Theory]
    [InlineData(ActivityTypes.Message, "webchat", "1")]
    [InlineData(ActivityTypes.ConversationUpdate, "msteams", "1")]
    [InlineData(ActivityTypes.ConversationUpdate, "webchat", null)]
    [InlineData(ActivityTypes.ConversationUpdate, "directline", null)]
    public void GetConversationReference_Kind_DecidesWhetherItCanBeAnswered(string type, string channel, string? answers)
    {
        var activity = new Activity(type, "1", channelId: channel, conversation: new ConversationAccount(id: "c"));

        var reference = activity.GetConversationReference();

        Assert.Equal(answers, reference.ActivityId);
        Assert.Equal(answers, activity.CreateReply("hi").ReplyToId);
    }

    [Fact]
    public void GetContinuationActivity_Reference_IsAnEventInTheSameConversation()
    {
        var message = Read(Json);

        var continuation = message.GetConversationReference().GetContinuationActivity();

        Assert.Equal((ActivityTypes.Event, ActivityEventNames.ContinueConversation), (continuation.Type, continuation.Name));
        Assert.Equal(("c", "u", message.ServiceUrl), (continuation.Conversation.Id, continuation.From.Id, continuation.ServiceUrl));
        Assert.Equal("1", continuation.RelatesTo.ActivityId);
    }

    [Fact]
    public void MessageFactory_Carousel_HoldsCardsAsAttachments()
    {
        var card = new HeroCard("Party", images: [new CardImage("https://example.org/p.png", "party popper")],
            buttons: [new CardAction(ActionTypes.PostBack, "Like", value: "imp=1")]);

        var message = (Activity)MessageFactory.Carousel([card.ToAttachment(), card.ToAttachment()], "choose");

        var json = JObject.Parse(Write(message));
        Assert.Equal("carousel", json.Value<string>("attachmentLayout"));
        Assert.Equal("acceptingInput", json.Value<string>("inputHint"));
        Assert.Equal("application/vnd.microsoft.card.hero", (string?)json["attachments"]![1]!["contentType"]);
        Assert.Equal("party popper", (string?)json["attachments"]![0]!["content"]!["images"]![0]!["alt"]);
        Assert.Equal("imp=1", (string?)json["attachments"]![0]!["content"]!["buttons"]![0]!["value"]);
    }

    [Fact]
    public void RemoveRecipientMention_TeamsMessage_LeavesTheText()
    {
        var activity = Read(Json);
        activity.Recipient = new ChannelAccount("bot");
        activity.Text = "<at>Bot</at> hello";

        Assert.Equal("hello", activity.RemoveRecipientMention());
    }

    [StandinFact]
    public void Content_Stream_IsRefusedByName()
    {
        var error = Assert.Throws<NotSupportedException>(() => new Attachment { Content = new MemoryStream() });

        Assert.Contains("Microsoft.Bot.Schema", error.Message, StringComparison.Ordinal);
    }

    private static Activity Read(string json) => JsonConvert.DeserializeObject<Activity>(json, HttpHelper.BotMessageSerializerSettings)!;

    private static string Write(Activity activity) => JsonConvert.SerializeObject(activity, HttpHelper.BotMessageSerializerSettings);

    private static JsonSerializerSettings WithoutFormatting()
        => new() { NullValueHandling = NullValueHandling.Ignore, ContractResolver = HttpHelper.BotMessageSerializerSettings.ContractResolver };
}
