namespace DialClip.Experiments.Events;

/// <summary>The experiment log of a bot that keeps none.</summary>
internal sealed class NoExperimentLog : IErasableExperimentLog
{
    /// <inheritdoc/>
    public bool IsOn => false;

    /// <inheritdoc/>
    public void Append(ExperimentEvent item) { }

    /// <inheritdoc/>
    public Task<int> EraseEventsAsync(
        IEnumerable<string> hashes,
        IEnumerable<string> impressions,
        CancellationToken cancellationToken
    ) => Task.FromResult(0);
}
