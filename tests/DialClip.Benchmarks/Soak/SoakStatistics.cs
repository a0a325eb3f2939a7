using System.Text.Json;

namespace DialClip.Benchmarks.Soak;

/// <summary>The statistics of a soak run.</summary>
internal sealed class SoakStatistics
{
    private readonly Lock sync = new();
    private readonly List<double> milliseconds = [];
    private readonly SortedDictionary<int, int> statuses = [];

    /// <summary>Gets the number of sent messages.</summary>
    public int Messages { get; private set; }

    /// <summary>Gets the number of messages that the plugin answered; the host bot answered the others.</summary>
    public int Answered { get; private set; }

    /// <summary>Gets the number of messages with no reply, or more than one.</summary>
    public int Lost { get; private set; }

    /// <summary>Gets the number of messages that were delivered twice, and of replies to the duplicates.</summary>
    public (int Messages, int Replies) Duplicates { get; private set; }

    /// <summary>Gets the number of responses by HTTP status.</summary>
    public IReadOnlyDictionary<int, int> Statuses => statuses;

    /// <summary>Gets the duration of each turn in milliseconds, ordered.</summary>
    public IReadOnlyList<double> Milliseconds
    {
        get
        {
            lock (sync)
                return [.. milliseconds.Order()];
        }
    }

    /// <summary>Records the duration of a turn.</summary>
    public void RecordDuration(TimeSpan elapsed)
    {
        lock (sync)
            milliseconds.Add(elapsed.TotalMilliseconds);
    }

    /// <summary>Records a message and its replies.</summary>
    public void RecordMessage(string conversation, IReadOnlyList<JsonElement> replies)
    {
        lock (sync)
        {
            Messages++;
            Lost +=
                replies.Count == 1
                && replies[0].GetProperty("conversation").GetProperty("id").GetString() == conversation
                    ? 0
                    : 1;
            Answered +=
                replies.Count > 0
                && replies[0].TryGetProperty("channelData", out var data)
                && data.ValueKind == JsonValueKind.Object
                && data.TryGetProperty("dialclip", out _)
                    ? 1
                    : 0;
        }
    }

    /// <summary>Records a message that was delivered twice.</summary>
    public void RecordDuplicate(int replies)
    {
        lock (sync)
            Duplicates = (Duplicates.Messages + 1, Duplicates.Replies + replies);
    }

    /// <summary>Records an HTTP status.</summary>
    public void RecordStatus(int status)
    {
        lock (sync)
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
    }
}
