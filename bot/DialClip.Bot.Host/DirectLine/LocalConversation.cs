using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>One conversation of the local chat: its last activities, who waits for more, and the streams that are open.</summary>
/// <param name="id">Its id.</param>
/// <param name="limits">Its bounds.</param>
/// <param name="time">The time.</param>
/// <param name="grew">Hears of every change of how many bytes it keeps.</param>
internal sealed class LocalConversation(
    string id,
    DirectLineOptions limits,
    TimeProvider time,
    Action<long>? grew = null
)
{
    private const int BatchBytes = 256 * 1024;

    private readonly Lock sync = new();
    private readonly ConversationHistory history = new(limits.MaxActivities, limits.MaxConversationBytes);
    private readonly List<StreamPlace> streams = [];
    private TaskCompletionSource changed = NewSignal();
    private bool announced;
    private bool ended;

    public string Id { get; } = id;

    /// <summary>Gets when it was opened.</summary>
    public DateTimeOffset Began { get; } = time.GetUtcNow();

    /// <summary>Gets when something happened last; while a stream is open that is now.</summary>
    public DateTimeOffset LastUse
    {
        get
        {
            lock (sync)
                return streams.Count > 0 ? time.GetUtcNow() : field;
        }
        private set;
    } = time.GetUtcNow();

    /// <summary>Gets or sets whose conversation it is; null while nobody was named.</summary>
    public string? User { get; set; }

    /// <summary>Adds an activity and gives it its id and time.</summary>
    /// <returns>The activity as it is kept; the earlier one when the same client sent it before.</returns>
    public KeptActivity Add(JObject activity, string? clientId = null)
    {
        lock (sync)
        {
            if (clientId is not null && history.Find(earlier => earlier.ClientId == clientId) is { } sent)
                return sent;
            var added = $"{Id}|{history.Places.ToString("D7", CultureInfo.InvariantCulture)}";
            activity["id"] = added;
            activity["timestamp"] = time.GetUtcNow().UtcDateTime;
            activity["conversation"] = new JObject { ["id"] = Id };
            var before = history.Bytes;
            var kept = history.Add(added, clientId, Bytes(activity));
            Grew(history.Bytes - before);
            Signal();
            return kept;
        }
    }

    /// <summary>Changes an activity that is still kept; null takes it away. Web Chat shows the newest version of an id, in the place of the first.</summary>
    /// <returns>Whether it was still kept.</returns>
    public bool Replace(string activityId, JObject? by)
    {
        lock (sync)
        {
            if (history.Find(activity => activity.Id == activityId) is not { } old)
                return false;
            var was = JsonConvert.DeserializeObject<JObject>(
                Encoding.UTF8.GetString(old.Json),
                new JsonSerializerSettings { DateParseHandling = DateParseHandling.None }
            )!;
            // Web Chat has no renderer for 'messageDelete', and shows an event as nothing.
            by ??= new JObject
            {
                ["type"] = "event",
                ["name"] = "messageDelete",
                ["from"] = was["from"],
            };
            by["id"] = activityId;
            by["timestamp"] = was["timestamp"];
            by["conversation"] = was["conversation"];
            var before = history.Bytes;
            history.Replace(old, Bytes(by));
            Grew(history.Bytes - before);
            Signal();
            return true;
        }
    }

    /// <summary>Gets what came after a watermark; what is no watermark of this conversation means from the beginning.</summary>
    public ActivityBatch After(string? watermark)
    {
        lock (sync)
        {
            LastUse = time.GetUtcNow();
            var seen = long.TryParse(watermark, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? Math.Min(number, history.Places)
                : 0;
            var activities = history.After(seen, BatchBytes);
            var next = activities.Count == 0 ? history.Places : activities[^1].Place + 1;
            return new(
                Json(activities, next),
                activities.Count,
                next.ToString(CultureInfo.InvariantCulture),
                next == history.Places,
                changed.Task
            );
        }
    }

    /// <summary>Takes a place for a stream; when there are too many the oldest loses its own.</summary>
    public StreamPlace OpenStream()
    {
        StreamPlace? oldest = null;
        var place = new StreamPlace(this);
        lock (sync)
        {
            if (ended)
                oldest = place;
            else
                streams.Add(place);
            if (streams.Count > limits.MaxStreams)
            {
                oldest = streams[0];
                streams.RemoveAt(0);
            }
        }
        oldest?.Take();
        return place;
    }

    /// <summary>Tells, once, that the bot is to hear of the user.</summary>
    public bool TryAnnounce()
    {
        lock (sync)
            return !announced && (announced = true);
    }

    /// <summary>Takes that back, because the bot could not be reached.</summary>
    public void NotAnnounced()
    {
        lock (sync)
            announced = false;
    }

    /// <summary>Closes every stream; the conversation is forgotten.</summary>
    public void End()
    {
        List<StreamPlace> open;
        lock (sync)
        {
            Grew(-history.Bytes);
            ended = true;
            open = [.. streams];
            streams.Clear();
        }
        open.ForEach(place => place.Take());
    }

    // What an ended conversation still keeps is gone with its last reader.
    private void Grew(long bytes)
    {
        if (!ended)
            grew?.Invoke(bytes);
    }

    private void Leave(StreamPlace place)
    {
        lock (sync)
        {
            LastUse = time.GetUtcNow();
            streams.Remove(place);
        }
    }

    // Whoever waits goes on elsewhere, not inside the lock.
    private void Signal()
    {
        LastUse = time.GetUtcNow();
        var waiting = changed;
        changed = NewSignal();
        waiting.TrySetResult();
    }

    private static byte[] Json(IReadOnlyList<KeptActivity> activities, long watermark)
    {
        using var json = new MemoryStream();
        json.Write("{\"activities\":["u8);
        for (var place = 0; place < activities.Count; place++)
        {
            if (place > 0)
                json.Write(","u8);
            json.Write(activities[place].Json);
        }
        json.Write(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"],\"watermark\":\"{watermark}\"}}"))
        );
        return json.ToArray();
    }

    private static byte[] Bytes(JObject activity) => Encoding.UTF8.GetBytes(activity.ToString(Formatting.None));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The place of one stream.</summary>
    public sealed class StreamPlace(LocalConversation conversation) : IDisposable
    {
        private readonly CancellationTokenSource taken = new();

        /// <summary>Gets what is cancelled when a newer stream takes the place, or the conversation ends.</summary>
        public CancellationToken Taken => taken.Token;

        public void Take() => taken.Cancel();

        public void Dispose() => conversation.Leave(this);
    }
}
