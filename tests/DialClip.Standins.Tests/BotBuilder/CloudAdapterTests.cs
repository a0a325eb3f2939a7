using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Newtonsoft.Json.Linq;

namespace DialClip.Standins.Tests.BotBuilder;

public sealed class CloudAdapterTests : IAsyncLifetime
{
    private readonly CloudAdapter adapter = new(new ConfigurationBuilder().Build());
    private LoopbackConnector connector = null!;

    public async Task InitializeAsync() => connector = await LoopbackConnector.StartAsync();

    public async Task DisposeAsync() => await connector.DisposeAsync();

    [Fact]
    public async Task Process_BotReplies_PostsToTheActivityThatItAnswers()
    {
        ResourceResponse? response = null;

        var (status, body) = await Request().SendAsync(adapter, async (turn, token) =>
        {
            var reply = MessageFactory.Attachment(new Attachment("image/png", "http://127.0.0.1/p.png") { Properties = JObject.Parse("""{"alt":"party"}""") });
            reply.Id = "mine";
            response = await turn.SendActivityAsync(reply, token);
        });

        Assert.Equal((200, string.Empty), (status, body));
        Assert.Equal("given", response!.Id);
        var call = Assert.Single(connector.Calls);
        Assert.Equal(("POST", "/v3/conversations/conv%2F1/activities/in-1", "conv/1"), (call.Method, call.Path, call.Conversation));
        Assert.Null(call.Body!["id"]);
        Assert.Equal(("message", "in-1", "bot", "user"),
            ((string?)call.Body["type"], (string?)call.Body["replyToId"], (string?)call.Body["from"]!["id"], (string?)call.Body["recipient"]!["id"]));
        Assert.Equal("party", (string?)call.Body["attachments"]![0]!["alt"]);
    }

    [Fact]
    public async Task Process_ConversationUpdate_AnswersTheConversation()
    {
        var update = BotRequest.Message(connector.Url);
        update.Type = ActivityTypes.ConversationUpdate;

        await new BotRequest(update).SendAsync(adapter, (turn, token) => turn.SendActivityAsync("welcome", cancellationToken: token));

        var call = Assert.Single(connector.Calls);
        Assert.Equal(("POST", "/v3/conversations/conv%2F1/activities", null), (call.Method, call.Path, call.Conversation));
        Assert.Null(call.Body!["replyToId"]);
    }

    [Fact]
    public async Task Process_UpdateAndDelete_UseTheIdThatTheConnectorGave()
    {
        await Request().SendAsync(adapter, async (turn, token) =>
        {
            var message = MessageFactory.Text("before");
            await turn.SendActivityAsync(message, token);
            message.Text = "after";
            await turn.UpdateActivityAsync(message, token);
            await turn.DeleteActivityAsync(message.Id, token);
        });

        Assert.Equal(["POST /v3/conversations/conv%2F1/activities/in-1", "PUT /v3/conversations/conv%2F1/activities/given",
            "DELETE /v3/conversations/conv%2F1/activities/given"],
            connector.Calls.Select(call => $"{call.Method} {call.Path}"));
        Assert.Equal("after", (string?)connector.Calls.ElementAt(1).Body!["text"]);
    }

    [Fact]
    public async Task Process_ConnectorAnswersNothing_IdIsEmpty()
    {
        connector.Answer = _ => (202, string.Empty);
        string? id = null;

        await Request().SendAsync(adapter, async (turn, token) => id = (await turn.SendActivityAsync("hi", cancellationToken: token)).Id);

        Assert.Equal(string.Empty, id);
    }

    [Fact]
    public async Task Process_ConnectorRefuses_BotGetsStatusAndReason()
    {
        connector.Answer = _ => (413, """{"error":{"code":"MessageSizeTooBig","message":"too big"}}""");
        ErrorResponseException? error = null;

        await Request().SendAsync(adapter,
            async (turn, token) => error = await Assert.ThrowsAsync<ErrorResponseException>(() => turn.SendActivityAsync("hi", cancellationToken: token)));

        Assert.Equal(413, (int)error!.Response.StatusCode);
        Assert.Equal("MessageSizeTooBig", error.Body.Error.Code);
    }

    [Fact]
    public async Task Process_Invoke_AnswersInTheSameCall()
    {
        var invoke = BotRequest.Message(connector.Url);
        (invoke.Type, invoke.Name) = (ActivityTypes.Invoke, "message/submitAction");
        var answer = new InvokeResponse { Status = 200, Body = new JObject { ["ok"] = true } };

        var answered = await new BotRequest(invoke).SendAsync(adapter, (turn, token)
            => turn.SendActivityAsync(new Activity(ActivityTypesEx.InvokeResponse) { Value = answer }, token));
        var unanswered = await new BotRequest(invoke).SendAsync(adapter);

        Assert.Equal(200, answered.Status);
        Assert.True(JToken.DeepEquals(new JObject { ["ok"] = true }, JObject.Parse(answered.Body)));
        Assert.Equal((501, string.Empty), unanswered);
        Assert.Empty(connector.Calls);
    }

    [Fact]
    public async Task Process_ExpectReplies_RepliesAreTheAnswer()
    {
        var message = BotRequest.Message(connector.Url);
        message.DeliveryMode = DeliveryModes.ExpectReplies;

        var answer = await new BotRequest(message).SendForJsonAsync(adapter, async (turn, token) =>
        {
            var response = await turn.SendActivityAsync("one", cancellationToken: token);
            Assert.Null(response.Id);
            await turn.SendActivityAsync("two", cancellationToken: token);
        });

        Assert.Equal(["one", "two"], answer["activities"]!.Select(reply => (string?)reply["text"]));
        Assert.Empty(connector.Calls);
    }

    [Theory]
    [InlineData("webchat", 0)]
    [InlineData("emulator", 1)]
    public async Task Process_Trace_OnlyTheEmulatorGetsIt(string channel, int calls)
    {
        var message = BotRequest.Message(connector.Url);
        message.ChannelId = channel;

        await new BotRequest(message).SendAsync(adapter, (turn, token) => turn.SendActivityAsync((IActivity)turn.Activity.CreateTrace("t"), token));

        Assert.Equal(calls, connector.Calls.Count);
    }

    [Fact]
    public async Task ContinueConversation_AfterTheTurn_SendsIntoTheSameConversation()
    {
        ConversationReference? reference = null;
        await Request().SendAsync(adapter, (turn, _) => { reference = turn.Activity.GetConversationReference(); return Task.CompletedTask; });

        await adapter.ContinueConversationAsync(string.Empty, reference!,
            (turn, token) => turn.SendActivityAsync($"after {turn.Activity.Name}", cancellationToken: token), default);

        var call = Assert.Single(connector.Calls);
        Assert.StartsWith("/v3/conversations/conv%2F1/activities", call.Path, StringComparison.Ordinal);
        Assert.Equal("after ContinueConversation", (string?)call.Body!["text"]);
    }

    [Fact]
    public async Task CreateConversation_Parameters_RunsATurnInTheNewConversation()
    {
        connector.Answer = call => (200, call.Path.EndsWith("conversations", StringComparison.Ordinal) ? """{"id":"new","activityId":"first"}""" : "{}");

        await adapter.CreateConversationAsync(string.Empty, "webchat", connector.Url, "audience",
            new ConversationParameters { Bot = new ChannelAccount("bot") },
            (turn, token) => turn.SendActivityAsync("hello", cancellationToken: token), default);

        Assert.Equal(["/v3/conversations", "/v3/conversations/new/activities/first"], connector.Calls.Select(call => call.Path));
    }

    [Fact]
    public async Task ConnectorClient_Members_AreReadPageByPage()
    {
        connector.Answer = _ => (200, """{"continuationToken":"t","members":[{"id":"user","tribe":"north"}]}""");
        PagedMembersResult? page = null;

        await Request().SendAsync(adapter, async (turn, token)
            => page = await turn.TurnState.Get<IConnectorClient>().Conversations.GetConversationPagedMembersAsync("c", 5, "a b", token));

        Assert.Equal("/v3/conversations/c/pagedmembers?pageSize=5&continuationToken=a%20b", Assert.Single(connector.Calls).Path);
        Assert.Equal(("t", "north"), (page!.ContinuationToken, page.Members[0].Properties.Value<string>("tribe")));
    }

    [Fact]
    public async Task Process_Callers_AreWhatAuthenticationFoundNotWhatTheBodySays()
    {
        var message = BotRequest.Message(connector.Url);
        message.CallerId = "urn:botframework:azure";
        string? caller = "unset";

        await new BotRequest(message).SendAsync(adapter, (turn, _) => { caller = turn.Activity.CallerId; return Task.CompletedTask; });

        Assert.Null(caller);
    }

    [Theory]
    [InlineData("{\"type\":\"message\",")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{\"text\":\"no type\"}")]
    [InlineData("{\"type\":\"message\",\"timestamp\":\"yesterday\"}")]
    [InlineData("{\"type\":{}}")]
    public async Task Process_MalformedBody_Is400AndTheBotIsNotReached(string body)
    {
        var (status, _) = await new BotRequest(body).SendAsync(adapter, (_, _) => throw new InvalidOperationException("reached"));

        Assert.Equal(400, status);
    }

    [Fact]
    public async Task Process_DeepNesting_Is400()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000);

        var (status, _) = await new BotRequest($$"""{"type":"message","value":{{deep}}}""").SendAsync(adapter);

        Assert.Equal(400, status);
    }

    [Fact]
    public async Task Process_MessageOfAMegabyte_ReachesTheBotWhole()
    {
        var length = 0;

        var (status, _) = await new BotRequest(BotRequest.Message(connector.Url, new string('x', 1 << 20)))
            .SendAsync(adapter, (turn, _) => { length = turn.Activity.Text.Length; return Task.CompletedTask; });

        Assert.Equal((200, 1 << 20), (status, length));
    }

    [Fact]
    public async Task Process_NotPost_Is405()
    {
        var request = Request();
        request.Context.Request.Method = "PUT";

        Assert.Equal(405, (await request.SendAsync(adapter)).Status);
    }

    private BotRequest Request() => new(BotRequest.Message(connector.Url));
}
