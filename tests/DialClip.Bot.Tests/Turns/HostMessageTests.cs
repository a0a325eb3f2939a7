using DialClip.Bot.State;
using DialClip.Bot.Tests.Bot;
using DialClip.Bot.Turns;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.Turns;

/// <summary>
/// Answers to the host bot's own cards, buttons and questions are the host bot's in every mode, without any rule of it.
/// </summary>
public sealed class HostMessageTests
{
    private const string Adaptive = """
        {
          "type": "AdaptiveCard",
          "body": [
            { "type": "Input.ChoiceSet", "id": "size", "choices": [ { "title": "Small", "value": "s" } ] },
            { "type": "Container", "selectAction": { "type": "Action.Submit", "title": "Details", "data": "more" } }
          ],
          "actions": [ { "type": "Action.Submit", "title": "Pay now", "data": { "pay": true } } ]
        }
        """;

    private static readonly Dictionary<string, Activity> Messages = new()
    {
        ["suggested actions"] = (Activity)MessageFactory.SuggestedActions(["Red", "Blue"], "Which colour?", null, null),
        ["hero card"] = Card(
            new HeroCard(
                "Order",
                buttons:
                [
                    new CardAction(ActionTypes.ImBack, "Tea please", value: "order tea"),
                    new CardAction(ActionTypes.MessageBack, "Call", text: "call", displayText: "Call me", value: 3),
                ]
            ).ToAttachment()
        ),
        ["card as JSON"] = Card(
            new Attachment(
                ThumbnailCard.ContentType,
                content: JObject.Parse("""{ "buttons": [ { "type": "imBack", "title": "One", "value": "first" } ] }""")
            )
        ),
        ["card as an object"] = Card(
            new Attachment(HeroCard.ContentType, content: new { buttons = new[] { new { title = "Anonymous" } } })
        ),
        ["Adaptive Card"] = Card(
            new Attachment("application/vnd.microsoft.card.adaptive", content: JObject.Parse(Adaptive))
        ),
        ["inline choices"] = MessageFactory.Text("Which one? (1) red, (2) dark green, or (3) blue"),
        ["inline choices, other words"] = MessageFactory.Text("Welche? (1) rot, (2) grün oder (3) blau?"),
        ["list of choices"] = MessageFactory.Text("Which one?\n\n   1. Red\n   2. Dark green\r\n   3. Blue"),
        ["list without numbers"] = MessageFactory.Text("Which one?\n\n   - Red\n   - Blue"),
        ["imBack of an Adaptive Card"] = Card(
            new Attachment(
                "application/vnd.microsoft.card.adaptive",
                content: JObject.Parse(
                    """
                    {
                      "actions": [
                        { "title": "OK", "data": { "msteams": { "type": "imBack", "value": "go on" } } },
                        { "title": "No", "data": "no" }
                      ]
                    }
                    """
                )
            )
        ),
        ["accents"] = (Activity)
            MessageFactory.SuggestedActions(["Cr\u00e8me br\u00fbl\u00e9e", "Ja, bitte!"], "?", null, null),
        ["yes or no"] = (Activity)MessageFactory.SuggestedActions(["Yes", "No"], "Sure?", null, null),
        ["letters"] = MessageFactory.Text("Which one?\na) Red\nb. Blue"),
        ["inline letters"] = MessageFactory.Text("Which one? (a) red, or (b) blue"),
        ["bold list"] = MessageFactory.Text("Which one?\n\n**1.** **Red**\n**2.** Blue"),
        ["keycaps"] = MessageFactory.Text("Which one?\n1\ufe0f\u20e3 Red\n2\ufe0f\u20e3 Blue"),
        ["inline without numbers"] = MessageFactory.Text("Which colour? red, dark green, or blue"),
        ["question"] = MessageFactory.Text("Hello. Would you like tea or coffee?"),
    };

    [Theory]
    [InlineData("suggested actions", "red")]
    [InlineData("suggested actions", " BLUE ")]
    [InlineData("suggested actions", "2")]
    [InlineData("hero card", "tea please")]
    [InlineData("hero card", "order tea")]
    [InlineData("hero card", "call")]
    [InlineData("hero card", "Call me")]
    [InlineData("hero card", "3")]
    [InlineData("card as JSON", "first")]
    [InlineData("card as an object", "anonymous")]
    [InlineData("Adaptive Card", "small")]
    [InlineData("Adaptive Card", "s")]
    [InlineData("Adaptive Card", "details")]
    [InlineData("Adaptive Card", "more")]
    [InlineData("Adaptive Card", "pay now")]
    [InlineData("inline choices", "red")]
    [InlineData("inline choices", "dark green")]
    [InlineData("inline choices", "blue")]
    [InlineData("inline choices", "3")]
    [InlineData("inline choices, other words", "grün")]
    [InlineData("inline choices, other words", "blau")]
    [InlineData("list of choices", "DARK GREEN")]
    [InlineData("list of choices", "blue")]
    [InlineData("list of choices", "2")]
    [InlineData("list without numbers", "blue")]
    [InlineData("imBack of an Adaptive Card", "Go on")]
    [InlineData("imBack of an Adaptive Card", "no")]
    [InlineData("accents", "creme brulee")]
    [InlineData("accents", "CRE\u0300ME BRU\u0302LE\u0301E!")]
    [InlineData("accents", "ja  bitte")]
    [InlineData("accents", "\uff12")]
    [InlineData("accents", "2\ufe0f\u20e3")]
    [InlineData("accents", "two")]
    [InlineData("accents", "the second one")]
    [InlineData("accents", "Option 2, please")]
    [InlineData("accents", "#2")]
    [InlineData("accents", "(2)")]
    [InlineData("suggested actions", "the red one please")]
    [InlineData("suggested actions", "\u201cRed\u201d.")]
    [InlineData("yes or no", "yep")]
    [InlineData("yes or no", "n")]
    [InlineData("letters", "B")]
    [InlineData("letters", "red")]
    [InlineData("inline letters", "b)")]
    [InlineData("inline letters", "red")]
    [InlineData("bold list", "red")]
    [InlineData("bold list", "2")]
    [InlineData("keycaps", "blue")]
    [InlineData("keycaps", "2")]
    [InlineData("inline without numbers", "Red")]
    [InlineData("inline without numbers", "dark green")]
    [InlineData("inline without numbers", "blue")]
    [InlineData("question", "tea!")]
    [InlineData("question", "coffee please")]
    public async Task Text_TheBotOfferedIt_IsTheHostBots(string message, string text)
    {
        await using var sut = await CreateSutAsync("Reply");
        await OfferAsync(sut, Messages[message]);

        await sut.SayAsync(text);

        Assert.Empty(sut.Model.Requests);
        FallbackTests.AssertLogged(sut, TurnReasons.Offered);
    }

    [Theory]
    [InlineData("suggested actions")]
    [InlineData("hero card")]
    [InlineData("Adaptive Card")]
    [InlineData("inline choices")]
    [InlineData("list of choices")]
    [InlineData("letters")]
    [InlineData("question")]
    public async Task Text_TheBotDidNotOfferIt_MayBeThePlugins(string message)
    {
        await using var sut = await CreateSutAsync("Reply");
        await OfferAsync(sut, Messages[message]);

        await sut.SayAsync("we won!");

        Assert.Single(sut.Model.Requests);
    }

    [Theory]
    [InlineData("Reply")]
    [InlineData("Fallback")]
    [InlineData("Suggest")]
    [InlineData("Observe")]
    public async Task Text_TheBotOfferedItProactively_IsTheHostBotsInEveryMode(string mode)
    {
        await using var sut = await CreateSutAsync(mode);
        await sut.Adapter.ContinueConversationAsync(
            "",
            sut.Adapter.Conversation,
            (turn, token) => turn.SendActivityAsync(Messages["hero card"], token),
            CancellationToken.None
        );

        await sut.SayAsync("order tea");

        Assert.Empty(sut.Model.Requests);
        FallbackTests.AssertLogged(sut, TurnReasons.Offered);
    }

    [Fact]
    public async Task Text_TheBotOfferedItByAnUpdate_IsTheHostBots()
    {
        await using var sut = await CreateSutAsync("Reply");
        await OfferAsync(sut, "card", (turn, token) => turn.UpdateActivityAsync(WithId(Messages["hero card"]), token));

        await sut.SayAsync("order tea");

        Assert.Empty(sut.Model.Requests);
    }

    // Cards stay on the screen: their buttons are the host bot's for a while, and not for ever.
    [Fact]
    public async Task Text_OfferedLongAgo_MayBeThePlugins()
    {
        await using var sut = await CreateSutAsync("Off");
        await OfferAsync(sut, Messages["suggested actions"]);
        for (var count = 0; count < 3; count++)
            await OfferAsync(sut, Messages["hero card"]);
        Assert.True((await sut.RecordAsync()).Offers!.Contains("red"));

        await OfferAsync(sut, Messages["hero card"]);

        Assert.False((await sut.RecordAsync()).Offers!.Contains("red"));
    }

    [Fact]
    public async Task Question_ExpectsAnInput_ItsAnswerIsTheHostBotsAndTheNextIsNot()
    {
        await using var sut = await CreateSutAsync("Fallback");
        await OfferAsync(sut, MessageFactory.Text("What is your name?", null, InputHints.ExpectingInput));
        sut.HostBot = (_, _) => Task.CompletedTask;

        Assert.Empty(await sut.SayAsync("Ada"));
        FallbackTests.AssertLogged(sut, TurnReasons.AnswerExpected);
        Assert.Single(await sut.SayAsync("we won!"));
    }

    public static TheoryData<string> Taps => [.. TapsByName.Keys];

    private static readonly Dictionary<string, (Activity Message, string Reason)> TapsByName = new()
    {
        ["value"] = (Message(message => message.Value = new JObject { ["count"] = 0 }), TurnReasons.HasValue),
        ["value, a text"] = (Message(message => message.Value = "yes"), TurnReasons.HasValue),
        ["Web Chat, post back"] = (Tap("""{ "postBack": true }"""), TurnReasons.Tapped),
        ["Web Chat, message back"] = (Tap("""{ "messageBack": { "displayText": "Go" } }"""), TurnReasons.Tapped),
        ["Facebook, quick reply"] = (
            Tap("""{ "message": { "quick_reply": { "payload": "GO" } } }"""),
            TurnReasons.Tapped
        ),
        ["Facebook, postback"] = (Tap("""{ "postback": { "payload": "GO" } }"""), TurnReasons.Tapped),
        ["Telegram"] = (Tap("""{ "callback_query": { "data": "go" } }"""), TurnReasons.Tapped),
        ["Slack"] = (Tap("""{ "Payload": { "type": "block_actions" } }"""), TurnReasons.Tapped),
    };

    [Theory]
    [MemberData(nameof(Taps))]
    public async Task Tap_AsAChannelSendsIt_IsTheHostBots(string name)
    {
        await using var sut = await CreateSutAsync("Reply");

        await sut.SendAsync(TapsByName[name].Message);

        Assert.Empty(sut.Model.Requests);
        FallbackTests.AssertLogged(sut, TapsByName[name].Reason);
    }

    [Fact]
    public async Task Message_WithEmptyMarks_MayBeThePlugins()
    {
        await using var sut = await CreateSutAsync("Reply");
        var message = Tap("""{ "postBack": false, "messageBack": null, "message": "text" }""");
        message.Value = JValue.CreateNull();

        await sut.SendAsync(message);

        Assert.Single(sut.Model.Requests);
    }

    [Fact]
    public async Task Card_OfAHostBotsTypeThatFails_IsSentAllTheSame()
    {
        await using var sut = await CreateSutAsync("Off");
        sut.HostBot = (turn, token) =>
            turn.SendActivityAsync(
                MessageFactory.Attachment(new Attachment(HeroCard.ContentType, content: new FailingCard())),
                token
            );

        Assert.Single(Assert.Single(await sut.SayAsync("hello")).Attachments);
        Assert.Null((await sut.RecordAsync()).Offers);
    }

    [Fact]
    public void Offers_OfHugeMessages_AreSmallInTheRecord()
    {
        var texts = Enumerable.Range(0, 10_000).Select(number => $"{number} " + new string('x', 200)).ToList();
        var list = string.Concat(texts.Select(text => $"\n1. {text}"));
        var huge = MessageFactory.SuggestedActions(texts, list, null, null);
        var offered = OfferedTexts.Collect((Activity)huge);
        BotOffers? offers = null;
        for (var count = 0; count < 10; count++)
            offers = BotOffers.Add(offers, [offered, offered], expectsAnswer: false);

        var item = (ConversationRecord.Empty with { Offers = offers }).ToItem();

        Assert.InRange(item.Json.Length, 1, 4000);
        Assert.True(RecordSerializer.Deserialize(item).Offers!.Contains(texts[3]));
    }

    [Fact]
    public void Record_WithoutOffers_IsWrittenAndReadAsBefore()
    {
        var item = ConversationRecord.Empty.ToItem();

        Assert.DoesNotContain("offers", item.Json, StringComparison.OrdinalIgnoreCase);
        Assert.Null(RecordSerializer.Deserialize(item).Offers);
    }

    // The host bot sends a message, in answer to one that is not recorded as a request to the model.
    private static Task OfferAsync(TurnHarness sut, IMessageActivity message) =>
        OfferAsync(sut, "offer", (turn, token) => turn.SendActivityAsync(message, token));

    private static async Task OfferAsync(TurnHarness sut, string text, BotCallbackHandler hostBot)
    {
        var before = sut.HostBot;
        sut.HostBot = hostBot;
        await sut.SendAsync(Message(message => (message.Text, message.Value) = (text, "host")));
        sut.HostBot = before;
    }

    [JsonConverter(typeof(FailingConverter))]
    private sealed class FailingCard;

    private sealed class FailingConverter : JsonConverter
    {
        public override bool CanConvert(Type objectType) => true;

        public override object ReadJson(JsonReader reader, Type type, object? existing, JsonSerializer serializer) =>
            throw new NotSupportedException();

        public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) =>
            throw new NotSupportedException();
    }

    private static Activity Card(Attachment attachment) => (Activity)MessageFactory.Attachment(attachment);

    private static Activity WithId(Activity activity) =>
        new(ActivityTypes.Message) { Id = "sent-1", Attachments = activity.Attachments };

    private static Activity Tap(string channelData) =>
        Message(message => message.ChannelData = JObject.Parse(channelData));

    private static Activity Message(Action<Activity> change)
    {
        var message = new Activity(ActivityTypes.Message) { Text = "Go" };
        change(message);
        return message;
    }

    private static Task<TurnHarness> CreateSutAsync(string mode) =>
        TurnHarness.CreateAsync(new Dictionary<string, string?> { ["DialClip:Replies:Mode"] = mode });
}
