using System.Globalization;

namespace DialClip.Bot.Turns;

/// <summary>Serializes the turns of one conversation; those of different conversations run at the same time.</summary>
/// <remarks>It has one entry for each conversation that has a turn now.</remarks>
internal sealed class TurnQueue(TimeProvider time)
{
    private const int ProcessDigits = 12;

    private readonly object sync = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    // Begins the names of this process's turns: another process, also a later one of the same id, has another.
    private readonly string process = Guid.NewGuid().ToString("N")[..ProcessDigits];
    private long turns;

    /// <summary>Gets the number of conversations that have a turn now.</summary>
    public int Count
    {
        get
        {
            lock (sync)
                return entries.Count;
        }
    }

    /// <summary>Waits until the conversation's earlier turns have released the queue.</summary>
    /// <param name="key">The conversation's key.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The turn; dispose it at the turn's end.</returns>
    public async Task<Turn> EnterAsync(string key, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref turns).ToString(CultureInfo.InvariantCulture);
        var turn = new Turn(this, key, $"{process}-{number}");
        var entry = Add(turn);
        try
        {
            await entry.Permit.WaitAsync(cancellationToken).ConfigureAwait(false);
            turn.HasEntered = true;
        }
        catch (OperationCanceledException)
        {
            // The turn goes on without the plugin: a host bot may run another turn of the conversation inside of one.
        }
        return turn;
    }

    /// <summary>Waits until the turns that run now have ended and saved what was said, or until a timeout.</summary>
    public async Task WaitForTurnsAsync(string key, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Task[] running;
        lock (sync)
            running = entries.TryGetValue(key, out var entry) ? [.. entry.Turns.Select(turn => turn.Ended)] : [];
        try
        {
            await Task.WhenAll(running).WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A host bot may take longer; what the caller wants to do is worth trying all the same.
        }
    }

    /// <summary>Determines whether a turn of a conversation runs now, in this process.</summary>
    /// <param name="key">The conversation's key.</param>
    /// <param name="name">The turn's name.</param>
    public bool IsRunning(string key, string name)
    {
        lock (sync)
            return entries.TryGetValue(key, out var entry) && entry.Turns.Exists(turn => turn.Name == name);
    }

    /// <summary>Marks the turns that run now: the bot has sent something into their conversation by itself.</summary>
    public void ReportProactiveMessage(string key)
    {
        lock (sync)
            if (entries.TryGetValue(key, out var entry))
                foreach (var turn in entry.Turns)
                    turn.HasProactiveMessage = true;
    }

    private bool IsLatest(Turn turn)
    {
        lock (sync)
            return !turn.IsOvertaken
                && entries.TryGetValue(turn.Key, out var entry)
                && entry.Turns.SkipWhile(other => other != turn).Skip(1).All(other => other.IsDuplicate);
    }

    private Entry Add(Turn turn)
    {
        lock (sync)
        {
            if (!entries.TryGetValue(turn.Key, out var entry))
                entries[turn.Key] = entry = new();
            entry.Turns.Add(turn);
            return entry;
        }
    }

    private void Release(Turn turn)
    {
        lock (sync)
        {
            if (!turn.HasEntered || turn.IsReleased)
                return;
            turn.IsReleased = true;
            entries[turn.Key].Permit.Release();
        }
    }

    private void Remove(Turn turn)
    {
        lock (sync)
        {
            Release(turn);
            if (!entries.TryGetValue(turn.Key, out var entry))
                return;
            // Its messages before this one that still run are not the last any more.
            if (!turn.IsDuplicate)
                foreach (var earlier in entry.Turns.TakeWhile(other => other != turn))
                    earlier.IsOvertaken = true;
            if (entry.Turns.Remove(turn) && entry.Turns.Count == 0)
                entries.Remove(turn.Key);
        }
    }

    /// <summary>One turn of a conversation.</summary>
    internal sealed class Turn(TurnQueue queue, string key, string name) : IDisposable
    {
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Gets the conversation's key.</summary>
        public string Key => key;

        /// <summary>Gets the turn's name, which no other turn of any process has.</summary>
        public string Name => name;

        /// <summary>Gets whether the turn holds, or held, the queue; false where the wait was cancelled.</summary>
        public bool HasEntered { get; internal set; }

        /// <summary>Gets a task that completes when the turn is disposed.</summary>
        public Task Ended => ended.Task;

        /// <summary>Gets or sets whether the message was delivered before; it is no later message then.</summary>
        public bool IsDuplicate { get; set; }

        /// <summary>Gets whether the bot has sent something into the conversation by itself meanwhile.</summary>
        public bool HasProactiveMessage { get; internal set; }

        /// <summary>Gets whether no later message of the conversation has arrived in this process.</summary>
        public bool IsLatest => queue.IsLatest(this);

        internal bool IsReleased { get; set; }

        internal bool IsOvertaken { get; set; }

        /// <summary>Releases the queue to the conversation's next turn, while this one goes on.</summary>
        public void ReleaseQueue() => queue.Release(this);

        /// <summary>Ends the turn.</summary>
        public void Dispose()
        {
            queue.Remove(this);
            ended.TrySetResult();
        }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Permit { get; } = new(1, 1);

        public List<Turn> Turns { get; } = [];
    }
}
