namespace DialClip.Bot.Turns;

/// <summary>Lets the turns of one conversation pass one after the other; those of different conversations do not meet.</summary>
/// <remarks>It holds one entry for each conversation that has a turn now, and nothing of the others.</remarks>
internal sealed class TurnQueue
{
    private readonly Lock sync = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>Gets how many conversations have a turn now.</summary>
    public int Count
    {
        get
        {
            lock (sync)
                return entries.Count;
        }
    }

    /// <summary>Waits for the conversation's earlier turns.</summary>
    /// <param name="key">The conversation.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The place; its end lets the next turn in.</returns>
    private async Task<IDisposable> EnterAsync(string key, CancellationToken cancellationToken)
    {
        Entry entry;
        lock (sync)
        {
            if (!entries.TryGetValue(key, out entry!))
                entries[key] = entry = new();
            entry.Users++;
        }
        try
        {
            await entry.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Leave(key, entry);
            throw;
        }
        return new Place(this, key, entry);
    }

    /// <summary>Waits for the conversation's earlier turns, but not for ever: a host bot that waits for another activity inside a turn must not stand still.</summary>
    /// <returns>The place; null when the wait was ended.</returns>
    public async Task<IDisposable?> TryEnterAsync(string key, CancellationToken patience)
    {
        try
        {
            return await EnterAsync(key, patience).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private void Leave(string key, Entry entry)
    {
        lock (sync)
            if (--entry.Users == 0)
                entries.Remove(key);
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Place(TurnQueue queue, string key, Entry entry) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) != 0)
                return;
            entry.Gate.Release();
            queue.Leave(key, entry);
        }
    }
}
