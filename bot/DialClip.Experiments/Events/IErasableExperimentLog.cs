namespace DialClip.Experiments.Events;

/// <summary>A log of experiment events that can erase some of them. A bot's own log may implement it, too.</summary>
public interface IErasableExperimentLog : IExperimentLog
{
    /// <summary>Erases the events of units, raters and impressions, those of other processes as well.</summary>
    /// <param name="hashes">The hashes of units and of raters.</param>
    /// <param name="impressions">The ids of impressions.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The number of events that were erased.</returns>
    /// <exception cref="IOException">The log cannot be changed.</exception>
    Task<int> EraseEventsAsync(
        IEnumerable<string> hashes,
        IEnumerable<string> impressions,
        CancellationToken cancellationToken
    );
}
