namespace DialClip.Bot.Attachments;

/// <summary>
/// Lets pictures be decoded a few at a time, fairly between conversations: each has one at a time, and of those that
/// wait, the one whose conversation has used the least time lately is next.
/// </summary>
/// <param name="slots">The most pictures at once.</param>
/// <param name="time">The clock.</param>
internal sealed class DecodingQueue(int slots, TimeProvider time)
{
    // A message has four pictures at most, and they are read one after another.
    private const int MaxWaitingEach = 4;
    private const int MaxWaiting = 256;

    // Time that was used counts half after as long.
    private static readonly TimeSpan HalfLife = TimeSpan.FromMinutes(1);

    private readonly object sync = new();
    private readonly Dictionary<string, Share> shares = new(StringComparer.Ordinal);
    private readonly List<Waiter> waiting = [];
    private int running;
    private long begun;

    /// <summary>Waits for a slot.</summary>
    /// <param name="conversation">The key of the conversation that the picture is of.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The slot, to be disposed at the end of the work; null when too many pictures wait already.</returns>
    public async Task<IDisposable?> EnterAsync(string conversation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (sync)
        {
            Forget();
            if (
                waiting.Count >= MaxWaiting
                || waiting.Count(other => other.Conversation == conversation) >= MaxWaitingEach
            )
                return null;
            waiter = new(conversation);
            waiting.Add(waiter);
            Begin();
        }

        using var cancelled = cancellationToken.Register(() => Leave(waiter, cancellationToken));
        return await waiter.Slot.Task.ConfigureAwait(false);
    }

    private void Leave(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (sync)
            if (waiting.Remove(waiter))
                waiter.Slot.SetCanceled(cancellationToken);
    }

    // Within the lock.
    private void Begin()
    {
        while (running < slots && FindNext() is { } next)
        {
            waiting.Remove(next);
            var share = GetShare(next.Conversation);
            (share.IsRunning, share.Begun) = (true, ++begun);
            running++;
            next.Slot.SetResult(new Slot(this, share));
        }
    }

    // Of equal shares the one that was served longest ago, and of one conversation's the first.
    private Waiter? FindNext() =>
        waiting
            .Where(waiter => !GetShare(waiter.Conversation).IsRunning)
            .MinBy(waiter => (GetShare(waiter.Conversation).GetUsed(time), GetShare(waiter.Conversation).Begun));

    private void End(Share share, TimeSpan used)
    {
        lock (sync)
        {
            share.Add(used, time);
            share.IsRunning = false;
            running--;
            Begin();
        }
    }

    private Share GetShare(string conversation)
    {
        if (!shares.TryGetValue(conversation, out var share))
            shares.Add(conversation, share = new());
        return share;
    }

    // Conversations that have had no picture for a while count as new.
    private void Forget()
    {
        if (shares.Count < MaxWaiting)
            return;
        foreach (var (conversation, share) in shares.ToList())
            if (
                !share.IsRunning
                && share.IsIdle(time)
                && waiting.TrueForAll(waiter => waiter.Conversation != conversation)
            )
                shares.Remove(conversation);
    }

    private sealed class Waiter(string conversation)
    {
        public string Conversation => conversation;

        public TaskCompletionSource<IDisposable?> Slot { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    // What a conversation has used lately.
    private sealed class Share
    {
        private double seconds;
        private long at;

        public bool IsRunning { get; set; }

        // The number of the latest beginning; 0 before the first.
        public long Begun { get; set; }

        public double GetUsed(TimeProvider time) => seconds * Math.Pow(0.5, time.GetElapsedTime(at) / HalfLife);

        public bool IsIdle(TimeProvider time) => time.GetElapsedTime(at) > HalfLife;

        public void Add(TimeSpan used, TimeProvider time) =>
            (seconds, at) = (GetUsed(time) + used.TotalSeconds, time.GetTimestamp());
    }

    private sealed class Slot(DecodingQueue queue, Share share) : IDisposable
    {
        private readonly long start = queue.Now;
        private int isEnded;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref isEnded, 1) == 0)
                queue.End(share, queue.GetElapsed(start));
        }
    }

    private long Now => time.GetTimestamp();

    private TimeSpan GetElapsed(long start) => time.GetElapsedTime(start);
}
