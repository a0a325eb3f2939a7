namespace DialClip.Experiments.Events;

/// <summary>A log of experiment events.</summary>
/// <remarks>Implementations are called by many threads at once, in the path of a turn.</remarks>
public interface IExperimentLog
{
    /// <summary>Appends an event.</summary>
    /// <param name="item">The event.</param>
    /// <exception cref="IOException">The event cannot be written.</exception>
    void Append(ExperimentEvent item);
}
