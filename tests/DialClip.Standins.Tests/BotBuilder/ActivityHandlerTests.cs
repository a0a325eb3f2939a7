using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Standins.Tests.BotBuilder;

public sealed class ActivityHandlerTests
{
    public static TheoryData<Activity, string[]> Turns => new()
    {
        { new Activity(ActivityTypes.Message, text: "hi"), ["message hi"] },
        { new Activity(ActivityTypes.ConversationUpdate, membersAdded: [new ChannelAccount("user1"), new ChannelAccount("bot")]), ["added user1,bot"] },
        { new Activity(ActivityTypes.ConversationUpdate, membersAdded: [new ChannelAccount("bot")]), [] },
        { new Activity(ActivityTypes.ConversationUpdate, membersRemoved: [new ChannelAccount("user1")]), ["removed user1"] },
        { new Activity(ActivityTypes.MessageReaction, reactionsAdded: [new MessageReaction("like")], reactionsRemoved: [new MessageReaction("sad")]),
            ["like came", "sad went"] },
        { new Activity(ActivityTypes.Event, name: "webchat:activity-status/feedback"), ["event webchat:activity-status/feedback"] },
        { new Activity(ActivityTypes.Event, name: "tokens/response"), ["token"] },
        { new Activity(ActivityTypes.Typing), ["typing"] },
        { new Activity(ActivityTypes.InstallationUpdate, action: "add"), ["installed"] },
        { new Activity(ActivityTypes.InstallationUpdate, action: "remove-upgrade"), ["uninstalled"] },
        { new Activity(ActivityTypes.EndOfConversation), ["end"] },
        { new Activity("somethingNew"), ["unrecognized somethingNew"] },
    };

    [Theory]
    [MemberData(nameof(Turns))]
    public async Task OnTurn_Activity_CallsTheMethodOfItsKind(Activity activity, string[] expected)
    {
        var adapter = new TestAdapter();

        await adapter.ProcessActivityAsync(activity, new RecordingBot().OnTurnAsync);

        Assert.Equal(expected, adapter.ActiveQueue.Select(reply => reply.Text));
    }

    [Theory]
    [InlineData("own", 200)]
    [InlineData("message/submitAction", 501)]
    [InlineData("adaptiveCard/action", 400)]
    public async Task OnTurn_Invoke_SendsAnInvokeResponse(string name, int status)
    {
        var adapter = new TestAdapter();

        await adapter.ProcessActivityAsync(new Activity(ActivityTypes.Invoke, name: name), new RecordingBot().OnTurnAsync);

        var sent = Assert.Single(adapter.ActiveQueue);
        Assert.Equal(ActivityTypesEx.InvokeResponse, sent.Type);
        Assert.Equal(status, Assert.IsType<InvokeResponse>(sent.Value).Status);
    }

    [Fact]
    public async Task OnTurn_AdaptiveCardInvoke_GetsTheAction()
    {
        var adapter = new TestAdapter();
        var value = JObject.Parse("""{"action":{"type":"Action.Execute","verb":"choose","data":{"n":1}}}""");

        await adapter.ProcessActivityAsync(new Activity(ActivityTypes.Invoke, name: "adaptiveCard/action", value: value), new RecordingBot().OnTurnAsync);

        var body = Assert.IsType<AdaptiveCardInvokeResponse>(Assert.IsType<InvokeResponse>(Assert.Single(adapter.ActiveQueue).Value).Body);
        Assert.Equal("choose", body.Value);
    }

    internal sealed class RecordingBot : ActivityHandler
    {
        protected override Task OnMessageActivityAsync(ITurnContext<IMessageActivity> turnContext, CancellationToken cancellationToken)
            => Say(turnContext, $"message {turnContext.Activity.Text}");

        protected override Task OnMembersAddedAsync(IList<ChannelAccount> membersAdded, ITurnContext<IConversationUpdateActivity> turnContext,
            CancellationToken cancellationToken)
            => Say(turnContext, $"added {string.Join(',', membersAdded.Select(member => member.Id))}");

        protected override Task OnMembersRemovedAsync(IList<ChannelAccount> membersRemoved, ITurnContext<IConversationUpdateActivity> turnContext,
            CancellationToken cancellationToken)
            => Say(turnContext, $"removed {string.Join(',', membersRemoved.Select(member => member.Id))}");

        protected override Task OnReactionsAddedAsync(IList<MessageReaction> messageReactions, ITurnContext<IMessageReactionActivity> turnContext,
            CancellationToken cancellationToken)
            => Say(turnContext, $"{messageReactions[0].Type} came");

        protected override Task OnReactionsRemovedAsync(IList<MessageReaction> messageReactions, ITurnContext<IMessageReactionActivity> turnContext,
            CancellationToken cancellationToken)
            => Say(turnContext, $"{messageReactions[0].Type} went");

        protected override Task OnEventAsync(ITurnContext<IEventActivity> turnContext, CancellationToken cancellationToken)
            => Say(turnContext, $"event {turnContext.Activity.Name}");

        protected override Task OnTokenResponseEventAsync(ITurnContext<IEventActivity> turnContext, CancellationToken cancellationToken)
            => Say(turnContext, "token");

        protected override Task OnTypingActivityAsync(ITurnContext<ITypingActivity> turnContext, CancellationToken cancellationToken)
            => Say(turnContext, "typing");

        protected override Task OnInstallationUpdateAddAsync(ITurnContext<IInstallationUpdateActivity> turnContext, CancellationToken cancellationToken)
            => Say(turnContext, "installed");

        protected override Task OnInstallationUpdateRemoveAsync(ITurnContext<IInstallationUpdateActivity> turnContext, CancellationToken cancellationToken)
            => Say(turnContext, "uninstalled");

        protected override Task OnEndOfConversationActivityAsync(ITurnContext<IEndOfConversationActivity> turnContext, CancellationToken cancellationToken)
            => Say(turnContext, "end");

        protected override Task OnUnrecognizedActivityTypeAsync(ITurnContext turnContext, CancellationToken cancellationToken)
            => Say(turnContext, $"unrecognized {turnContext.Activity.Type}");

        protected override Task<InvokeResponse> OnInvokeActivityAsync(ITurnContext<IInvokeActivity> turnContext, CancellationToken cancellationToken)
            => turnContext.Activity.Name == "own" ? Task.FromResult(CreateInvokeResponse()) : base.OnInvokeActivityAsync(turnContext, cancellationToken);

        protected override Task<AdaptiveCardInvokeResponse> OnAdaptiveCardInvokeAsync(
            ITurnContext<IInvokeActivity> turnContext, AdaptiveCardInvokeValue invokeValue, CancellationToken cancellationToken)
            => Task.FromResult(new AdaptiveCardInvokeResponse { StatusCode = 200, Value = invokeValue.Action.Verb });

        private static Task<ResourceResponse> Say(ITurnContext turn, string text) => turn.SendActivityAsync(text);
    }
}
