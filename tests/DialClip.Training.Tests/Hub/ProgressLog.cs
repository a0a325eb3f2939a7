using System.Collections.Concurrent;
using DialClip.Training.Hub;

namespace DialClip.Training.Tests.Hub;

/// <summary>Notes down what a pull tells, and says when bytes have come.</summary>
internal sealed class ProgressLog : IPullProgress
{
    private readonly ConcurrentQueue<string> notes = new();
    private readonly Lock gate = new();
    private (long Length, TaskCompletionSource Reached)? awaited;

    public string Notes => string.Join('\n', notes);

    public long Total { get; private set; }

    /// <summary>Waits until a file has so many bytes.</summary>
    public Task ReachedAsync(long length)
    {
        lock (gate)
        {
            awaited = (length, new(TaskCreationOptions.RunContinuationsAsynchronously));
            return awaited.Value.Reached.Task.WaitAsync(HubBed.Patience);
        }
    }

    public void Begin(long total) => Total = total;

    public void BeginFile(string name)
    {
    }

    public void Report(long length, int received)
    {
        lock (gate)
            if (awaited is { } one && length >= one.Length)
                one.Reached.TrySetResult();
    }

    public void Note(string text) => notes.Enqueue(text);
}
