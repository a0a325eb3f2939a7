using System.Diagnostics.Metrics;

namespace DialClip.Shared.Telemetry;

/// <summary>The bucket boundaries of histograms of durations.</summary>
internal static class DurationBuckets
{
    /// <summary>Boundaries in seconds from 0.1 ms to 10 s.</summary>
    /// <remarks>
    /// An exporter's default boundaries are meant for milliseconds, and a search takes less than one.
    /// </remarks>
    public static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
        [
            0.0001,
            0.00025,
            0.0005,
            0.001,
            0.0025,
            0.005,
            0.01,
            0.025,
            0.05,
            0.1,
            0.25,
            0.5,
            1,
            2.5,
            5,
            10,
        ],
    };
}
