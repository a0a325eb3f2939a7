namespace DialClip.LocalChat.DirectLine;

/// <summary>
/// The latest activities of a conversation, bounded in number and in bytes; the newest always stays. Not thread-safe.
/// </summary>
internal sealed class ActivityHistory(int maxActivities, int maxBytes)
{
    private readonly List<StoredActivity> activities = [];

    /// <summary>Gets the size of all stored activities.</summary>
    public long Bytes { get; private set; }

    /// <summary>Gets the next position, which is the watermark behind the newest activity.</summary>
    public long NextPosition { get; private set; }

    /// <summary>Adds an activity behind all others.</summary>
    public StoredActivity Add(string id, string? senderId, byte[] json)
    {
        var added = new StoredActivity(NextPosition++, id, senderId, json);
        activities.Add(added);
        Bytes += json.Length;
        var surplus = 0;
        for (
            ;
            activities.Count - surplus > 1 && (activities.Count - surplus > maxActivities || Bytes > maxBytes);
            surplus++
        )
            Bytes -= activities[surplus].Json.Length;
        activities.RemoveRange(0, surplus);
        return added;
    }

    /// <summary>
    /// Replaces an activity by a new version behind all others, so that readers of the old one receive it.
    /// </summary>
    public void Replace(StoredActivity old, byte[] json)
    {
        activities.Remove(old);
        Bytes -= old.Json.Length;
        Add(old.Id, old.SenderId, json);
    }

    /// <summary>Gets the newest activity that matches; null when there is none, or no longer.</summary>
    public StoredActivity? Find(Predicate<StoredActivity> predicate) => activities.FindLast(predicate);

    /// <summary>
    /// Gets the activities behind a watermark: as many as fit into a number of bytes, and at least one.
    /// </summary>
    public IReadOnlyList<StoredActivity> GetAfter(long watermark, int maxBytes)
    {
        var first = activities.FindIndex(activity => activity.Position >= watermark);
        if (first < 0)
            return [];
        var end = first + 1;
        for (
            long size = activities[first].Json.Length;
            end < activities.Count && size + activities[end].Json.Length <= maxBytes;
            end++
        )
            size += activities[end].Json.Length;
        return activities[first..end];
    }
}
