using System.Text.Json;

namespace DialClip.Benchmarks.Soak;

/// <summary>Counts what a soak saw.</summary>
internal sealed class SoakTally
{
    private readonly Lock sync = new();
    private readonly List<double> milliseconds = [];
    private readonly SortedDictionary<int, int> statuses = [];

    /// <summary>Gets how many messages were sent.</summary>
    public int Messages { get; private set; }

    /// <summary>Gets how many of them the plugin answered; the host bot answered the others.</summary>
    public int Answered { get; private set; }

    /// <summary>Gets how many messages had no reply, or more than one.</summary>
    public int Lost { get; private set; }

    /// <summary>Gets how many messages were delivered twice, and how many replies that made.</summary>
    public (int Messages, int Replies) Again { get; private set; }

    /// <summary>Gets how many answers of each HTTP status came.</summary>
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

    public void Took(TimeSpan elapsed)
    {
        lock (sync)
            milliseconds.Add(elapsed.TotalMilliseconds);
    }

    public void Message(string conversation, IReadOnlyList<JsonElement> replies)
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

    public void Repeated(int replies)
    {
        lock (sync)
            Again = (Again.Messages + 1, Again.Replies + replies);
    }

    public void Status(int status)
    {
        lock (sync)
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
    }
}
