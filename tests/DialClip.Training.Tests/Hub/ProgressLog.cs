using System.Collections.Concurrent;
using DialClip.Training.Terminal;

namespace DialClip.Training.Tests.Hub;

/// <summary>Collects the progress of a pull, and signals when bytes of a file were received.</summary>
internal sealed class ProgressLog : IProgressSink
{
    private readonly ConcurrentQueue<string> notes = new();
    private readonly Lock sync = new();
    private (long Length, TaskCompletionSource Reached)? awaited;
    private (string? File, long Before) current;

    public TimeProvider Time => TimeProvider.System;

    public string Notes => string.Join('\n', notes);

    /// <summary>Gets the summaries of the ended stages.</summary>
    public ConcurrentQueue<string> Summaries { get; } = new();

    /// <summary>Waits until a file has so many bytes.</summary>
    public Task ReachedAsync(long length)
    {
        lock (sync)
        {
            awaited = (length, new(TaskCreationOptions.RunContinuationsAsynchronously));
            return awaited.Value.Reached.Task.WaitAsync(HubBed.HangTimeout);
        }
    }

    public void WriteLine(string text) => notes.Enqueue(text);

    public void Begin(ProgressStage stage) { }

    public void Update(ProgressStage stage)
    {
        lock (sync)
        {
            if (stage.Detail != current.File)
                current = (stage.Detail, stage.Done);
            if (awaited is { } signal && stage.Done - current.Before >= signal.Length)
                signal.Reached.TrySetResult();
        }
    }

    public void End(ProgressStage stage) => Summaries.Enqueue(stage.Summary());
}
