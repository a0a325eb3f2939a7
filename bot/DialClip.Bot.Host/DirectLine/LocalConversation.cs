using System.Globalization;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>One conversation of the local chat: its last activities, and who waits for more.</summary>
internal sealed class LocalConversation(string id, int capacity, TimeProvider time)
{
    private readonly Lock sync = new();
    private readonly Queue<JObject> activities = new();
    private TaskCompletionSource changed = NewSignal();
    private int count;

    public string Id { get; } = id;

    /// <summary>Gets when something happened last.</summary>
    public DateTimeOffset LastUse { get; private set; } = time.GetUtcNow();

    /// <summary>Gets or sets whether the bot was told that the user is there.</summary>
    public bool Announced { get; set; }

    /// <summary>Adds an activity and gives it its id and time.</summary>
    /// <returns>The id: the conversation's and a number that grows.</returns>
    public string Add(JObject activity)
    {
        TaskCompletionSource waiting;
        string added;
        lock (sync)
        {
            added = $"{Id}|{count.ToString("D7", CultureInfo.InvariantCulture)}";
            activity["id"] = added;
            activity["timestamp"] = time.GetUtcNow().UtcDateTime;
            activity["conversation"] = new JObject { ["id"] = Id };
            activities.Enqueue(activity);
            count++;
            if (activities.Count > capacity)
                activities.Dequeue();
            LastUse = time.GetUtcNow();
            (waiting, changed) = (changed, NewSignal());
        }
        waiting.TrySetResult();
        return added;
    }

    /// <summary>Puts another activity in the place of one that is still kept; what was sent of it already stays sent.</summary>
    public bool Replace(string activityId, JObject? by)
    {
        lock (sync)
        {
            var all = activities.ToArray();
            var place = Array.FindIndex(all, activity => (string?)activity["id"] == activityId);
            if (place < 0)
                return false;
            if (by is null)
            {
                // A place that stays empty keeps the watermarks of the others.
                by = new JObject { ["type"] = "messageDelete", ["from"] = all[place]["from"] };
            }
            by["id"] = activityId;
            by["timestamp"] = all[place]["timestamp"];
            by["conversation"] = all[place]["conversation"];
            all[place] = by;
            activities.Clear();
            foreach (var activity in all)
                activities.Enqueue(activity);
            return true;
        }
    }

    /// <summary>Gets what came after a watermark.</summary>
    /// <param name="watermark">How many activities the reader has; null for none.</param>
    /// <returns>The activities, the next watermark, and what ends when there are more.</returns>
    public (IReadOnlyList<JObject> Activities, string Watermark, Task More) After(string? watermark)
    {
        lock (sync)
        {
            LastUse = time.GetUtcNow();
            var seen = int.TryParse(watermark, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, count) : 0;
            var first = count - activities.Count;
            return ([.. activities.Skip(Math.Max(0, seen - first)).Select(activity => (JObject)activity.DeepClone())], count.ToString(CultureInfo.InvariantCulture), changed.Task);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
