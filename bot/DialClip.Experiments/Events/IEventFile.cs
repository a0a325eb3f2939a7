namespace DialClip.Experiments.Events;

/// <summary>Where the writer of an experiment log puts events.</summary>
internal interface IEventFile : IDisposable
{
    /// <summary>Appends an event, which is there when this returns.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    void Append(ExperimentEvent item);

    /// <summary>Erases events, as <see cref="IErasableExperimentLog"/> has it.</summary>
    int Erase(IEnumerable<string> hashes, IEnumerable<string> impressions, CancellationToken cancellationToken);

    /// <summary>Proves that an event could be written, without writing one.</summary>
    /// <exception cref="IOException">It could not be written, as on a disk that is full.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    void Probe();
}
