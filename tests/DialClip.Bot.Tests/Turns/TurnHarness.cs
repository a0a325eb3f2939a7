using DialClip.Bot.Media;
using DialClip.Bot.Replies;
using DialClip.Bot.State;
using DialClip.Bot.Tests.Bot;
using DialClip.Experiments.Events;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.Turns;

/// <summary>The plugin with a model that a test controls, and a host bot that a test writes.</summary>
internal sealed class TurnHarness : IAsyncDisposable
{
    private readonly BotHarness inner;

    private TurnHarness(BotHarness inner, FakeModel model) =>
        (this.inner, Model, HostBot) = (inner, model, DefaultHostBot);

    public FakeModel Model { get; }

    public TestAdapter Adapter => inner.Adapter;

    public IServiceProvider Services => inner.Services;

    public FakeLoggerProvider Logs => inner.Logs;

    public IReadOnlyList<ExperimentEvent> Events => inner.Events;

    public IReadOnlyList<ExperimentEvent> AllEvents => inner.AllEvents;

    /// <summary>Gets a host bot that says "host: " and the message.</summary>
    public BotCallbackHandler DefaultHostBot { get; } =
        async (turn, cancellationToken) =>
        {
            if (turn.Activity.Type == ActivityTypes.Message)
                await turn.SendActivityAsync(MessageFactory.Text("host: " + turn.Activity.Text), cancellationToken);
        };

    /// <summary>Gets or sets the host bot.</summary>
    public BotCallbackHandler HostBot { get; set; }

    public static async Task<TurnHarness> CreateAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? register = null,
        Action<IDialClipBuilder>? add = null,
        FakeModel? model = null
    )
    {
        model ??= new FakeModel();
        var inner = await BotHarness.CreateAsync(
            settings ?? new Dictionary<string, string?>(),
            services =>
            {
                services.AddSingleton<IResponseModel>(model);
                services.AddSingleton<IPictureFiles>(new SmallPictures());
                register?.Invoke(services);
            },
            load: false,
            add
        );
        return new(inner, model);
    }

    /// <summary>Runs a turn.</summary>
    /// <returns>What the bot sent in it.</returns>
    public async Task<List<Activity>> SendAsync(Activity activity)
    {
        await Adapter.ProcessActivityAsync(activity, HostBot);
        var sent = new List<Activity>();
        while (Adapter.GetNextReply() is Activity reply)
            sent.Add(reply);
        return sent;
    }

    public Task<List<Activity>> SayAsync(string text) => SendAsync(new Activity(ActivityTypes.Message) { Text = text });

    /// <summary>Runs a turn of an activity with the id that it has; the adapter's own way gives it another.</summary>
    public async Task SendAsIsAsync(Activity activity)
    {
        activity.ApplyConversationReference(Adapter.Conversation, isIncoming: true);
        using var turn = new TurnContext(Adapter, activity);
        await Services
            .GetServices<IMiddleware>()
            .Single()
            .OnTurnAsync(turn, cancellationToken => HostBot(turn, cancellationToken));
    }

    /// <summary>Reads the conversation's record.</summary>
    public Task<ConversationRecord> RecordAsync(string? channel = null) =>
        Services.GetRequiredService<ConversationStore>().ReadAsync(GetKey(channel));

    /// <summary>Changes the conversation's record, as another process would.</summary>
    public Task ChangeRecordAsync(Func<ConversationRecord, ConversationRecord> change) =>
        Services.GetRequiredService<ConversationStore>().ChangeAsync(GetKey(), change);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private string GetKey(string? channel = null) =>
        ConversationStore.GetKey(
            new Activity
            {
                ChannelId = channel ?? Adapter.Conversation.ChannelId,
                Conversation = Adapter.Conversation.Conversation,
            }
        );
}
