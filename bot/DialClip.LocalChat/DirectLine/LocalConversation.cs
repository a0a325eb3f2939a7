using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.DirectLine;

/// <summary>A conversation of the local chat: its latest activities, waiting readers and open streams.</summary>
/// <param name="id">The id.</param>
/// <param name="network">The network of the caller that opened it.</param>
/// <param name="limits">The limits.</param>
/// <param name="time">The clock.</param>
/// <param name="onGrown">Called with every change of the stored bytes.</param>
internal sealed class LocalConversation(
    string id,
    string network,
    DirectLineOptions limits,
    TimeProvider time,
    Action<long>? onGrown = null
)
{
    private const int BatchBytes = 256 * 1024;

    private readonly Lock sync = new();
    private readonly ActivityHistory history = new(limits.MaxActivities, limits.MaxConversationBytes);
    private readonly List<StreamLease> streams = [];
    private TaskCompletionSource changed = NewSignal();
    private readonly long began = time.GetTimestamp();
    private long lastUse = time.GetTimestamp();
    private bool hasSpoken;
    private bool announced;
    private bool ended;

    public string Id { get; } = id;

    /// <summary>Gets the network of the caller that opened it.</summary>
    public string Network { get; } = network;

    /// <summary>Gets the time since it was opened, by a clock that nobody can set.</summary>
    public TimeSpan Age => time.GetElapsedTime(began);

    /// <summary>Gets the time since its last use, which is none while a stream is open.</summary>
    public TimeSpan IdleTime
    {
        get
        {
            lock (sync)
                return streams.Count > 0 ? TimeSpan.Zero : time.GetElapsedTime(lastUse);
        }
    }

    /// <summary>
    /// Gets the rank among conversations of which one has to go: the lowest goes. Who has said something stays before
    /// who has not, then whoever read or wrote last. A stream that is only held open counts for nothing.
    /// </summary>
    public (bool HasSpoken, long LastUse) Rank
    {
        get
        {
            lock (sync)
                return (hasSpoken, lastUse);
        }
    }

    /// <summary>Gets the bytes of the stored activities.</summary>
    public long Bytes
    {
        get
        {
            lock (sync)
                return history.Bytes;
        }
    }

    /// <summary>Gets or sets the id of the user; null while none was named.</summary>
    public string? User { get; set; }

    /// <summary>Adds an activity and sets its id and time.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="senderId">The sender's own id of it; null for none.</param>
    /// <returns>The stored activity; the earlier one when it was sent before.</returns>
    public StoredActivity Add(JObject activity, string? senderId = null)
    {
        lock (sync)
        {
            if (senderId is not null && history.Find(earlier => earlier.SenderId == senderId) is { } sent)
                return sent;
            var activityId = $"{Id}|{history.NextPosition.ToString("D7", CultureInfo.InvariantCulture)}";
            activity["id"] = activityId;
            activity["timestamp"] = time.GetUtcNow().UtcDateTime;
            activity["conversation"] = new JObject { ["id"] = Id };
            var before = history.Bytes;
            var stored = history.Add(activityId, senderId, ToBytes(activity));
            ReportGrowth(history.Bytes - before);
            Signal();
            return stored;
        }
    }

    /// <summary>
    /// Replaces a stored activity; null deletes it. Web Chat shows the newest version of an id, where the first was.
    /// </summary>
    /// <returns>Whether it was still stored.</returns>
    public bool Replace(string activityId, JObject? replacement)
    {
        lock (sync)
        {
            if (history.Find(activity => activity.Id == activityId) is not { } old)
                return false;
            var previous = JsonConvert.DeserializeObject<JObject>(
                Encoding.UTF8.GetString(old.Json),
                new JsonSerializerSettings { DateParseHandling = DateParseHandling.None }
            )!;
            // Web Chat has no renderer for 'messageDelete', and shows an event as nothing.
            replacement ??= new JObject
            {
                ["type"] = "event",
                ["name"] = "messageDelete",
                ["from"] = previous["from"],
            };
            replacement["id"] = activityId;
            replacement["timestamp"] = previous["timestamp"];
            replacement["conversation"] = previous["conversation"];
            var before = history.Bytes;
            history.Replace(old, ToBytes(replacement));
            ReportGrowth(history.Bytes - before);
            Signal();
            return true;
        }
    }

    /// <summary>Gets the activities behind a watermark; an unknown watermark means the beginning.</summary>
    public ActivityBatch GetAfter(string? watermark)
    {
        lock (sync)
        {
            lastUse = time.GetTimestamp();
            var position = long.TryParse(watermark, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? Math.Min(number, history.NextPosition)
                : 0;
            var activities = history.GetAfter(position, BatchBytes);
            var next = activities.Count == 0 ? history.NextPosition : activities[^1].Position + 1;
            return new(
                ActivityBatch.WriteJson(activities, next),
                activities.Count,
                next.ToString(CultureInfo.InvariantCulture),
                next == history.NextPosition,
                changed.Task
            );
        }
    }

    /// <summary>Leases a stream; when there are too many, the oldest lease is revoked.</summary>
    public StreamLease OpenStream()
    {
        StreamLease? oldest = null;
        var lease = new StreamLease(Release);
        lock (sync)
        {
            lastUse = time.GetTimestamp();
            if (ended)
                oldest = lease;
            else
                streams.Add(lease);
            if (streams.Count > limits.MaxStreams)
            {
                oldest = streams[0];
                streams.RemoveAt(0);
            }
        }
        oldest?.Revoke();
        return lease;
    }

    /// <summary>Marks that the user has said something.</summary>
    public void MarkSpoken()
    {
        lock (sync)
            hasSpoken = true;
    }

    /// <summary>Marks the user as announced to the bot, unless that was done.</summary>
    public bool TryBeginAnnouncement()
    {
        lock (sync)
            return !announced && (announced = true);
    }

    /// <summary>Undoes <see cref="TryBeginAnnouncement"/>, because the bot could not be reached.</summary>
    public void CancelAnnouncement()
    {
        lock (sync)
            announced = false;
    }

    /// <summary>Closes every stream; the conversation is removed.</summary>
    public void End()
    {
        List<StreamLease> open;
        lock (sync)
        {
            ReportGrowth(-history.Bytes);
            ended = true;
            open = [.. streams];
            streams.Clear();
        }
        open.ForEach(lease => lease.Revoke());
    }

    // The bytes of an ended conversation are released with its last reader.
    private void ReportGrowth(long bytes)
    {
        if (!ended)
            onGrown?.Invoke(bytes);
    }

    private void Release(StreamLease lease)
    {
        lock (sync)
        {
            lastUse = time.GetTimestamp();
            streams.Remove(lease);
        }
    }

    // Readers continue on other threads, not inside the lock.
    private void Signal()
    {
        lastUse = time.GetTimestamp();
        var waiting = changed;
        changed = NewSignal();
        waiting.TrySetResult();
    }

    private static byte[] ToBytes(JObject activity) => Encoding.UTF8.GetBytes(activity.ToString(Formatting.None));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
