using DialClip.Training.Terminal;
using TorchSharp;

namespace DialClip.Training.Tests.Loop;

/// <summary>Counts the tensors of this thread that are alive whenever a stage reports progress.</summary>
internal sealed class LiveTensorLog : IProgressSink
{
    private readonly List<(string Stage, long Live)> counts = [];

    public TimeProvider Time => TimeProvider.System;

    /// <summary>Gets a stage's counts, without the first step, in which the optimizer creates its state.</summary>
    public IReadOnlyList<long> After(string stage) =>
        [.. counts.Where(count => count.Stage == stage).Skip(1).Select(count => count.Live)];

    public void WriteLine(string text) { }

    public void Begin(ProgressStage stage) { }

    public void Update(ProgressStage stage) =>
        counts.Add((stage.Name, DisposeScopeManager.Statistics.ThreadTotalLiveCount));

    public void End(ProgressStage stage) { }
}
