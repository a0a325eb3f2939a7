using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Rest;
using Newtonsoft.Json.Linq;

namespace DialClip.Standins.Tests.BotBuilder;

public sealed class ConnectorTests : IAsyncLifetime
{
    private readonly CloudAdapter adapter = new(new ConfigurationBuilder().Build());
    private LoopbackConnector connector = null!;

    public async Task InitializeAsync() => connector = await LoopbackConnector.StartAsync();

    public async Task DisposeAsync() => await connector.DisposeAsync();

    [Fact]
    public async Task Credentials_BotWithoutAppId_LeaveRequestsAsTheyAre()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://127.0.0.1/picture");

        await Request().SendAsync(adapter, (turn, token) => turn.TurnState.Get<IConnectorClient>().Credentials.ProcessHttpRequestAsync(request, token));

        Assert.Null(request.Headers.Authorization);
    }

    [Fact]
    public async Task Turn_AfterIt_IsClosed()
    {
        ITurnContext? kept = null;

        await Request().SendAsync(adapter, (turn, _) => { kept = turn; return Task.CompletedTask; });

        await Assert.ThrowsAsync<ObjectDisposedException>(() => kept!.SendActivityAsync("late"));
        Assert.Throws<ObjectDisposedException>(() => kept!.TurnState.Get<IConnectorClient>());
    }

    [Fact]
    public async Task Reply_WithoutConversation_SaysWhatIsMissing()
    {
        ValidationException? refused = null;

        await Request().SendAsync(adapter, async (turn, token) => refused = await Assert.ThrowsAsync<ValidationException>(
            () => turn.TurnState.Get<IConnectorClient>().Conversations.SendToConversationAsync(null!, new Activity(ActivityTypes.Message), token)));

        Assert.Equal(("'conversationId' cannot be null.", "conversationId"), (refused!.Message, refused.Target));
    }

    [Fact]
    public async Task Reply_ChannelDataAndCards_ReachTheConnectorWhole()
    {
        await Request().SendAsync(adapter, (turn, token) => turn.SendActivityAsync(Rich(), token));

        Assert.True(JToken.DeepEquals(new JObject { ["part"] = new JObject { ["n"] = 1 } }, Assert.Single(connector.Calls).Body!["channelData"]));
        var attachments = connector.Calls.Single().Body!["attachments"]!;
        Assert.Equal(("a title", "http://127.0.0.1/p.png"), ((string?)attachments[0]!["content"]!["title"], (string?)attachments[0]!["content"]!["images"]![0]!["url"]));
        Assert.Null(attachments[0]!["content"]!["text"]);
        Assert.Equal("anonymous", (string?)attachments[1]!["content"]!["kind"]);
    }

    [Fact]
    public async Task ExpectReplies_ChannelDataAndCards_AnAnonymousObjectIsLost()
    {
        var message = BotRequest.Message(connector.Url);
        message.DeliveryMode = DeliveryModes.ExpectReplies;

        var answer = await new BotRequest(message).SendForJsonAsync(adapter, (turn, token) => turn.SendActivityAsync(Rich(), token));

        var reply = answer["activities"]![0]!;
        Assert.Equal(1, (int)reply["channelData"]!["part"]!["n"]!);
        Assert.Equal("a title", (string?)reply["attachments"]![0]!["content"]!["title"]);
        Assert.True(JToken.DeepEquals(new JObject(), reply["attachments"]![1]!["content"]));
    }

    [Fact]
    public async Task ExpectReplies_InvokeResponse_IsOneOfTheReplies()
    {
        var invoke = BotRequest.Message(connector.Url);
        (invoke.Type, invoke.Name, invoke.DeliveryMode) = (ActivityTypes.Invoke, "message/submitAction", DeliveryModes.ExpectReplies);
        var answer = new InvokeResponse { Status = 202, Body = new JObject { ["ok"] = true } };

        var (status, body) = await new BotRequest(invoke).SendAsync(adapter, (turn, token)
            => turn.SendActivityAsync(new Activity(ActivityTypesEx.InvokeResponse) { Value = answer }, token));

        Assert.Equal(200, status);
        var reply = Assert.Single(JObject.Parse(body)["activities"]!);
        Assert.Equal((ActivityTypesEx.InvokeResponse, 202), ((string?)reply["type"], (int)reply["value"]!["Status"]!));
    }

    private static Activity Rich()
    {
        var activity = (Activity)MessageFactory.Attachment([
            new HeroCard("a title", images: [new CardImage("http://127.0.0.1/p.png", "alt")]).ToAttachment(),
            new Attachment("application/json", content: new { kind = "anonymous" })]);
        activity.ChannelData = new JObject { ["part"] = new JObject { ["n"] = 1 } };
        return activity;
    }

    private BotRequest Request() => new(BotRequest.Message(connector.Url));
}
