using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace Microsoft.Bot.Builder;

/// <summary>One turn, as adapters make it.</summary>
public partial class TurnContext : ITurnContext, IDisposable
{
    private const string TurnKey = "turn";
    private const string LocaleKey = "locale";

    private readonly List<SendActivitiesHandler> onSendActivities = [];
    private readonly List<UpdateActivityHandler> onUpdateActivity = [];
    private readonly List<DeleteActivityHandler> onDeleteActivity = [];
    private bool disposed;

    public TurnContext(BotAdapter adapter, Activity activity)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        ArgumentNullException.ThrowIfNull(activity);
        Adapter = adapter;
        Activity = activity;
    }

    /// <summary>Makes a turn on another activity that shares everything else with <paramref name="turnContext"/>.</summary>
    public TurnContext(ITurnContext turnContext, Activity activity)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        ArgumentNullException.ThrowIfNull(activity);
        Activity = activity;
        Adapter = turnContext.Adapter;
        TurnState = turnContext.TurnState;
        Responded = turnContext.Responded;
        if (turnContext is TurnContext other)
        {
            BufferedReplyActivities = other.BufferedReplyActivities;
            onSendActivities = other.onSendActivities;
            onUpdateActivity = other.onUpdateActivity;
            onDeleteActivity = other.onDeleteActivity;
        }
    }

    public BotAdapter Adapter { get; }

    public TurnContextStateCollection TurnState { get; } = new TurnContextStateCollection();

    /// <summary>Gets or sets the name of the turn's culture, kept in the turn's state; reading it where none was set fails.</summary>
    public string Locale
    {
        get => TurnState.Get<JObject>(TurnKey).TryGetValue(LocaleKey, out var locale) ? locale.ToString() : null;
        set
        {
            if (TurnState.Get<JObject>(TurnKey) is { } turn)
                turn[LocaleKey] = value;
            else
                TurnState.Set(TurnKey, new JObject(new JProperty(LocaleKey, value)));
        }
    }

    public Activity Activity { get; }

    public bool Responded { get; private set; }

    /// <summary>Gets what was sent in a turn whose delivery mode is expectReplies.</summary>
    public List<Activity> BufferedReplyActivities { get; } = [];

    public ITurnContext OnSendActivities(SendActivitiesHandler handler) => Register(onSendActivities, handler);

    public ITurnContext OnUpdateActivity(UpdateActivityHandler handler) => Register(onUpdateActivity, handler);

    public ITurnContext OnDeleteActivity(DeleteActivityHandler handler) => Register(onDeleteActivity, handler);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !disposed)
            TurnState.Dispose();
        disposed = true;
    }

    private TurnContext Register<T>(List<T> handlers, T handler)
    {
        RequireTurn();
        ArgumentNullException.ThrowIfNull(handler);
        handlers.Add(handler);
        return this;
    }

    // A turn ends with its adapter's call: what wants to answer later keeps a ConversationReference.
    private void RequireTurn() => ObjectDisposedException.ThrowIf(disposed, this);
}
