namespace DialClip.Experiments.Events;

/// <summary>A log of experiment events.</summary>
/// <remarks>Implementations are called by many threads at once, in the path of a turn.</remarks>
public interface IExperimentLog
{
    /// <summary>Gets whether events are kept; false for a bot that keeps none, which is healthy, too.</summary>
    bool IsOn => true;

    /// <summary>Appends an event.</summary>
    /// <param name="item">The event.</param>
    /// <exception cref="IOException">The event cannot be written.</exception>
    void Append(ExperimentEvent item);

    /// <summary>
    /// Waits until the events that were appended are written, so that they outlive this process; but not for a log
    /// that hangs. The default does nothing, for a log whose <see cref="Append"/> writes.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Proves that an event could be written now, without writing one. The default proves nothing.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">An event cannot be written.</exception>
    Task ProbeAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
