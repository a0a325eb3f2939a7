using DialClip.Experiments.Analysis.Aggregation;
using DialClip.Experiments.Events;

namespace DialClip.Experiments.Analysis.Reports;

/// <summary>Reads a log and reports its experiments.</summary>
public static class LogReport
{
    /// <summary>Reads the log once, as a stream.</summary>
    /// <param name="path">A path as in <see cref="ExperimentLogFiles.Find(string)"/>.</param>
    /// <param name="settings">How the reports compare.</param>
    /// <param name="onDamaged">Receives the lines that are no events and are left out.</param>
    /// <returns>The reports, ordered by experiment.</returns>
    /// <exception cref="FileNotFoundException">There is no such log.</exception>
    /// <exception cref="InvalidDataException">
    /// A file has lines, but no line of it is an event, or the settings do not fit the experiments.
    /// </exception>
    public static IReadOnlyList<ExperimentReport> Read(
        string path,
        ReportSettings settings,
        Action<DamagedLine> onDamaged
    )
    {
        var aggregator = new LogAggregator();
        foreach (var item in ExperimentLogFiles.ReadUnordered(path, onDamaged))
            aggregator.Add(item);
        return [.. aggregator.Build().Select(data => ReportBuilder.Build(data, settings))];
    }
}
