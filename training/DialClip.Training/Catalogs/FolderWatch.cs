using DialClip.Training.Catalogs.Folders;

namespace DialClip.Training.Catalogs;

/// <summary>
/// Waits for changes of a folder. The system's events only make it look sooner: it looks every few seconds anyway,
/// because network folders and containers may send none.
/// </summary>
internal sealed class FolderWatch : IDisposable
{
    /// <summary>The longest time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>How long nothing may change before a change counts: a file that is being copied grows.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private readonly Func<FolderListing> list;
    private readonly TimeProvider time;
    private readonly FileSystemWatcher? watcher;
    private readonly SemaphoreSlim events = new(0, 1);
    private IReadOnlyList<FolderFile> known;

    /// <summary>Looks at the folder for the first time.</summary>
    /// <param name="folder">The folder whose events are awaited; null for looking at intervals alone.</param>
    /// <param name="list">Lists the folder.</param>
    /// <param name="time">The clock.</param>
    public FolderWatch(string? folder, Func<FolderListing> list, TimeProvider time)
    {
        (this.list, this.time) = (list, time);
        known = Look();
        watcher = folder is null ? null : TryListen(folder);
    }

    /// <summary>Waits until the folder is another one than at the last look, and has been so for a while.</summary>
    public async Task WaitForChangeAsync(CancellationToken cancellationToken)
    {
        var changed = Look();
        while (IsKnown(changed))
        {
            await WaitAsync(cancellationToken).ConfigureAwait(false);
            changed = Look();
        }
        while (true)
        {
            await Task.Delay(Settling, time, cancellationToken).ConfigureAwait(false);
            var next = Look();
            if (next.SequenceEqual(changed))
                break;
            changed = next;
        }
        known = changed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        watcher?.Dispose();
        events.Dispose();
    }

    private bool IsKnown(IReadOnlyList<FolderFile> files) => files.SequenceEqual(known);

    // An event or the end of the interval, whichever comes first.
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var interval = new CancellationTokenSource(Interval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, cancellationToken);
        try
        {
            await events.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The interval has ended.
        }
    }

    // A folder that is away for a moment, as of a network, is an empty one.
    private List<FolderFile> Look()
    {
        try
        {
            return [.. list().Files];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    private FileSystemWatcher? TryListen(string folder)
    {
        FileSystemWatcher? listening = null;
        try
        {
            listening = new(folder) { IncludeSubdirectories = true };
            listening.Changed += Signal;
            listening.Created += Signal;
            listening.Deleted += Signal;
            listening.Renamed += Signal;
            listening.EnableRaisingEvents = true;
            return listening;
        }
        catch (Exception error) when (error is IOException or ArgumentException or PlatformNotSupportedException)
        {
            // No events, such as beyond the system's limit of watches: the intervals remain.
            listening?.Dispose();
            return null;
        }
    }

    private void Signal(object sender, FileSystemEventArgs change)
    {
        lock (events)
            if (events.CurrentCount == 0)
                events.Release();
    }
}
